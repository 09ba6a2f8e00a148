import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from "node:http";
import { answerTo, type Comment, type Repository } from "./github-answers.js";
import { operationOf, wrongAnswer, wrongRequest } from "./github-description.js";

export interface GithubServer {
  readonly url: string;
  readonly comments: Comment[];
  /** Every way in which a request or one of our own answers left the description. */
  readonly violations: string[];
  readonly asked: string[];
  /** The authorization header of every request. */
  readonly tokens: string[];
  close(): Promise<void>;
}

export interface Behaviour extends Repository {
  /** Below which path the API stands, as `/api/v3`. */
  readonly prefix?: string;
  readonly faults?: Fault[];
  /** Called before each answer: another run, another person. */
  readonly meanwhile?: (asked: string, comments: Comment[]) => void;
  readonly comments?: readonly { readonly body: string; readonly login: string }[];
}

/** How the next request is answered before the server behaves: a status, or what breaks on the way. */
export type Fault =
  | number
  | "reset"
  | "hang"
  | "garbage"
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly message?: string };

/** A GitHub that keeps comments and their authors, in pages, as its description says. */
export async function githubServer(behaviour: Behaviour = {}): Promise<GithubServer> {
  const comments = (behaviour.comments ?? []).map((each, i): Comment => ({ id: i + 1, ...each }));
  const state = { comments, violations: [] as string[], asked: [] as string[], tokens: [] as string[] };
  const server = createServer((request, response) => void handle(request, response, behaviour, state));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { ...state, url: `http://127.0.0.1:${portOf(server)}${behaviour.prefix ?? ""}`, close: () => closeAll(server) };
}

function closeAll(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}

const portOf = (server: Server) => {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
};

type State = Pick<GithubServer, "comments" | "violations" | "asked" | "tokens">;

async function handle(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour, state: State) {
  const { prefix = "" } = behaviour;
  const full = new URL(request.url ?? "/", "http://github");
  const url = new URL(full.pathname.startsWith(`${prefix}/`) ? full.href.replace(prefix, "") : full.href);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body: unknown = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString("utf8") || "null") : null;
  const name = operationOf(request.method, url.pathname);
  const asked = `${request.method} ${full.pathname}`;
  state.asked.push(asked);
  state.tokens.push(request.headers.authorization ?? "");
  behaviour.meanwhile?.(asked, state.comments);
  const fault = behaviour.faults?.shift();
  if (fault !== undefined) return fail(response, fault);
  if (asked === "POST /graphql" && behaviour.viewer !== undefined)
    return send(response, 200, { data: { viewer: { login: behaviour.viewer } } });
  if (!name) return send(response, 404, { message: "Not Found" });
  const [status, answer, headers] = answerTo(name, url, body, behaviour, state.comments);
  state.violations.push(...wrongRequest(name, url.searchParams.keys(), body), ...wrongAnswer(name, status, answer));
  return send(response, status, answer, headers);
}

function fail(response: ServerResponse, fault: Fault): void {
  if (fault === "hang") return;
  if (fault === "reset") return void response.destroy();
  if (fault === "garbage") return void response.writeHead(200, { "content-type": "application/json" }).end('[{"id": 1, "bo');
  const {
    status,
    headers = {},
    message = status === 403 ? "You have exceeded a secondary rate limit" : "fault",
  } = typeof fault === "number" ? { status: fault } : fault;
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify({ message }));
}

function send(response: ServerResponse, status: number, answer: unknown, headers: OutgoingHttpHeaders = {}) {
  if (status === 204) return void response.writeHead(204).end();
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(answer));
}
