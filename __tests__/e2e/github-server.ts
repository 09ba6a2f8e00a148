import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from "node:http";
import { Ajv } from "ajv";

/** Ten operations of GitHub's own OpenAPI description, extracted from @octokit/openapi (MIT). */
interface Operation {
  readonly query: readonly string[];
  readonly request: object | null;
  readonly responses: Readonly<Record<string, object | null>>;
}
const { operations } = JSON.parse(readFileSync("__tests__/e2e/github-openapi.json", "utf8")) as { operations: Record<string, Operation> };
const ajv = new Ajv({ strict: false });

export interface Comment {
  readonly id: number;
  body: string;
  readonly login: string;
}

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

export interface Behaviour {
  /** Files the contents API has, by path. */
  readonly contents?: Readonly<Record<string, string>>;
  /** Files over 1 MB: GitHub answers without their content. */
  readonly large?: readonly string[];
  readonly readOnly?: boolean;
  /** Below which path the API stands, as `/api/v3`. */
  readonly prefix?: string;
  readonly faults?: Fault[];
  /** Trees by commit: path → text. */
  readonly trees?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly truncatedTree?: boolean;
  /** Entries of a tree in one answer, as Gitea pages them. */
  readonly treePage?: number;
  readonly mergeBase?: string;
  readonly pulls?: readonly { readonly number: number; readonly head: string }[];
  /** Pull requests in one answer whatever is asked for, with a link to the next: Gitea's own size of pages. */
  readonly pullPage?: number;
  /** Who GraphQL says is asking; without it there is no GraphQL. */
  readonly viewer?: string;
  /** Who `GET /user` says is asking: a person's own token may ask. */
  readonly user?: string;
  /** A server that knows no pages and sends everything each time. */
  readonly pageless?: boolean;
  readonly locked?: boolean;
  readonly maxLength?: number;
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
  const name = Object.keys(operations).find((each) => pattern(each).test(`${request.method} ${url.pathname}`));
  const asked = `${request.method} ${full.pathname}`;
  state.asked.push(asked);
  state.tokens.push(request.headers.authorization ?? "");
  behaviour.meanwhile?.(asked, state.comments);
  const fault = behaviour.faults?.shift();
  if (fault !== undefined) return fail(response, fault);
  if (asked === "POST /graphql" && behaviour.viewer !== undefined)
    return send(response, 200, { data: { viewer: { login: behaviour.viewer } } });
  if (!name) return send(response, 404, { message: "Not Found" });
  check(name, operations[name]?.request, body, "request", state);
  for (const key of url.searchParams.keys()) if (!operations[name]?.query.includes(key)) state.violations.push(`${name}: no query ${key}`);
  const [status, answer, headers] = answerTo(name, url, body, behaviour, state);
  if (status < 300) check(name, operations[name]?.responses[String(status)], answer, `response ${status}`, state);
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

const pattern = (operation: string) => new RegExp(`^${operation.replace(/\{(path|basehead)\}/, ".+").replace(/\{\w+\}/g, "[^/]+")}$`);

function check(name: string, schema: object | null | undefined, value: unknown, what: string, { violations }: State) {
  if (schema && !ajv.validate(schema, value)) violations.push(`${name} ${what}: ${ajv.errorsText()}`);
}

function send(response: ServerResponse, status: number, answer: unknown, headers: OutgoingHttpHeaders = {}) {
  if (status === 204) return void response.writeHead(204).end();
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(answer));
}

type Answer = readonly [status: number, body: unknown, headers?: OutgoingHttpHeaders];

function answerTo(name: string, url: URL, body: unknown, behaviour: Behaviour, { comments }: State): Answer {
  const text = (body as { body?: string } | null)?.body ?? "";
  const id = Number(url.pathname.split("/").at(-1));
  if (name.startsWith("GET /user"))
    return behaviour.user
      ? [200, { ...userOf(behaviour.user), type: "User" }]
      : [403, { message: "Resource not accessible by integration" }];
  if (name.includes("/contents/")) return contents(url, behaviour);
  if (name.includes("/git/")) return objects(name, url, behaviour);
  if (name.includes("/compare/")) return compared(name, behaviour);
  if (name.endsWith("/pulls")) return pullsOf(name, url, behaviour);
  if (name.startsWith("GET")) {
    const size = behaviour.pageless ? Number.POSITIVE_INFINITY : Number(url.searchParams.get("per_page") ?? 30);
    const page = behaviour.pageless ? 1 : Number(url.searchParams.get("page") ?? 1);
    return [200, (size === Number.POSITIVE_INFINITY ? comments : comments.slice((page - 1) * size, page * size)).map(commentOf)];
  }
  if (behaviour.locked) return [403, { message: "Unable to create comment because issue is locked." }];
  if (behaviour.readOnly) return [403, { message: "Resource not accessible by integration" }];
  if (name.startsWith("DELETE")) {
    const index = comments.findIndex((each) => each.id === id);
    if (index >= 0) comments.splice(index, 1);
    return index >= 0 ? [204, null] : [404, { message: "Not Found" }];
  }
  if (text.length > (behaviour.maxLength ?? 65_536)) return [422, { message: "body is too long" }];
  if (name.startsWith("POST")) {
    const created = {
      id: Math.max(0, ...comments.map((each) => each.id)) + 1,
      body: text,
      login: behaviour.user ?? behaviour.viewer ?? BOT,
    };
    comments.push(created);
    return [201, commentOf(created)];
  }
  const found = comments.find((each) => each.id === id);
  if (!found) return [404, { message: "Not Found" }];
  found.body = text;
  return [200, commentOf(found)];
}

export const BOT = "github-actions[bot]";

const shaOf = (text: string) =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");

/** Trees and blobs as git names them. */
function objects(name: string, url: URL, { trees = {}, truncatedTree = false, treePage }: Behaviour): readonly [number, unknown] {
  const sha = url.pathname.split("/").at(-1) ?? "";
  if (name.includes("/trees/")) {
    const files = trees[sha];
    if (!files) return [404, { message: "Not Found" }];
    const tree = Object.entries(files).map(([path, text]) => ({ path, mode: "100644", type: "blob", sha: shaOf(text), size: text.length }));
    if (treePage === undefined) return [200, { ...sampleOf(name), sha, truncated: truncatedTree, tree }];
    const page = Number(url.searchParams.get("page") ?? 1);
    const shown = tree.slice((page - 1) * treePage, page * treePage);
    return [200, { ...sampleOf(name), sha, truncated: page * treePage < tree.length, page, total_count: tree.length, tree: shown }];
  }
  const text = Object.values(trees)
    .flatMap((files) => Object.values(files))
    .find((each) => shaOf(each) === sha);
  if (text === undefined) return [404, { message: "Not Found" }];
  return [200, { ...sampleOf(name), sha, size: text.length, encoding: "base64", content: Buffer.from(text).toString("base64") }];
}

function compared(name: string, { mergeBase }: Behaviour): readonly [number, unknown] {
  if (mergeBase === undefined) return [404, { message: "Not Found" }];
  const sample = sampleOf(name) as { merge_base_commit: object };
  return [200, { ...sample, merge_base_commit: { ...sample.merge_base_commit, sha: mergeBase } }];
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** The smallest answer that the description allows. */
function sample(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.allOf ?? [];
  if (first) return schema.anyOf?.some(({ type }) => type === "null") ? null : sample(first);
  if (schema.type === "array") return [];
  if (schema.type === "integer" || schema.type === "number") return 1;
  if (schema.type === "boolean") return false;
  if (schema.type === "string") return "x";
  return Object.fromEntries((schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {})]));
}

const sampleOf = (name: string, own: object = {}): object => ({
  ...(sample((operations[name]?.responses["200"] ?? {}) as Schema) as object),
  ...own,
});
const pullSample = (name: string) => sample(((operations[name]?.responses["200"] ?? {}) as Schema).items ?? {}) as object;
const headSample = (name: string) => (pullSample(name) as { head: object }).head;

function pullsOf(name: string, url: URL, { pulls = [], pullPage = pulls.length }: Behaviour): Answer {
  const page = Number(url.searchParams.get("page") ?? 1);
  const all = pulls.map(({ number, head }) => ({ ...pullSample(name), id: number, number, head: { ...headSample(name), sha: head } }));
  const next = page * pullPage < all.length ? { link: `<${url.pathname}?page=${page + 1}>; rel="next"` } : {};
  return [200, all.slice((page - 1) * pullPage, page * pullPage), next];
}

function contents(url: URL, { contents: files = {}, large = [] }: Behaviour): readonly [number, unknown] {
  const path = decodeURIComponent(url.pathname.split("/contents/")[1] ?? "");
  const isLarge = large.includes(path);
  const text = isLarge ? "" : files[path];
  if (text === undefined) return [404, { message: "Not Found" }];
  const base = {
    type: "file",
    encoding: isLarge ? "none" : "base64",
    size: text.length,
    name: path,
    path,
    content: Buffer.from(text).toString("base64"),
    sha: "0".repeat(40),
  };
  const address = "https://api.github.com/x";
  return [
    200,
    {
      ...base,
      url: address,
      git_url: address,
      html_url: address,
      download_url: address,
      _links: { git: address, html: address, self: address },
    },
  ];
}

function commentOf({ id, body, login }: Comment) {
  const url = `https://api.github.com/repos/o/r/issues/comments/${id}`;
  const times = { created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
  return {
    id,
    node_id: `C${id}`,
    url,
    html_url: `https://github.com/o/r/pull/1#issuecomment-${id}`,
    issue_url: url,
    body,
    user: userOf(login),
    author_association: "NONE",
    ...times,
  };
}

function userOf(login: string) {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  const links = [
    "followers_url",
    "following_url",
    "gists_url",
    "starred_url",
    "subscriptions_url",
    "organizations_url",
    "repos_url",
    "events_url",
    "received_events_url",
    "html_url",
    "avatar_url",
  ];
  return {
    login,
    id: 1,
    node_id: "U1",
    gravatar_id: "",
    url,
    type: "Bot",
    site_admin: false,
    ...Object.fromEntries(links.map((name) => [name, url])),
  };
}
