import { getOctokit } from "@actions/github";

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}
type Octokit = ReturnType<typeof getOctokit>;

/** One conversation with the API host: every question is asked again where that helps, and all of them together end in time. */
export interface Client {
  readonly repository: Repository;
  /** `fits`: whether the answer is what was asked for; a truncated or garbled one is a fault of the server. */
  ask<T>(question: (octokit: Octokit) => Promise<{ readonly data: T; readonly headers?: Headers }>, fits?: Fits): Promise<Answer<T>>;
}
type Headers = Readonly<Record<string, string | number | undefined>>;
export interface Answer<T> {
  readonly data: T;
  readonly headers: Headers;
}
type Fits = (data: unknown) => boolean;

const RETRIES = 3;
const FIRST_WAIT_MS = 500;
const ANSWER_WITHIN_MS = 10_000;
/** docs/action.md says how long a run may be kept waiting by GitHub. */
const WHOLE_MS = 60_000;

export function githubClient(token: string, repository: Repository): Client {
  const octokit = getOctokit(token, { request: { fetch: withinTime }, log: SILENT });
  const deadline = Date.now() + WHOLE_MS;
  return { repository, ask: (question, fits = isAnswer) => retried(async () => ask(octokit, question, fits), deadline) };
}

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A request that hangs is a fault of the server like any other: it is given up and asked again. */
const withinTime: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });

const isAnswer: Fits = (data) => typeof data === "object" && data !== null;
const isList: Fits = Array.isArray;

export const PER_PAGE = 100;
/** A list longer than this is not searched to its end. */
const PAGES = 50;

/** A list page after page, each entry once. Gitea's pages are shorter than asked for; a server that knows none sends the same again: then that was all. */
export async function* pagesOf<T extends { readonly id: number }>(
  client: Client,
  question: (octokit: Octokit, page: number) => Promise<{ readonly data: readonly T[]; readonly headers?: Headers }>,
): AsyncGenerator<readonly T[]> {
  const seen = new Set<number>();
  for (let page = 1; page <= PAGES; page++) {
    const { data, headers } = await client.ask((octokit) => question(octokit, page), isList);
    const fresh = data.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    yield fresh;
    const more = String(headers.link ?? "").includes('rel="next"') || data.length >= PER_PAGE;
    if (fresh.length === 0 || !more) return;
  }
}

async function ask<T>(
  octokit: Octokit,
  question: (octokit: Octokit) => Promise<{ readonly data: T; readonly headers?: Headers }>,
  fits: Fits,
): Promise<Answer<T>> {
  const { data, headers = {} } = await question(octokit);
  if (!fits(data)) throw Object.assign(new Error("the answer is not what the API promises"), { status: 502 });
  return { data, headers };
}

export const statusOf = (error: unknown) => (typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 0);

const headersOf = (error: unknown) => (error as { response?: { headers?: Headers } } | null)?.response?.headers ?? {};
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function isRateLimit(error: unknown): boolean {
  const limited = /rate limit/i.test(messageOf(error)) || headersOf(error)["x-ratelimit-remaining"] === "0";
  return statusOf(error) === 429 || (statusOf(error) === 403 && limited);
}

/** Milliseconds to wait before asking again; undefined where asking again would not help. */
function waitOf(error: unknown, turn: number): number | undefined {
  if (statusOf(error) < 500 && !isRateLimit(error)) return undefined;
  const { "retry-after": after, "x-ratelimit-remaining": left, "x-ratelimit-reset": reset } = headersOf(error);
  if (Number(after) >= 0) return Number(after) * 1000;
  if (isRateLimit(error) && left === "0" && Number(reset) > 0) return Math.max(0, Number(reset) * 1000 - Date.now()) + 1000;
  return FIRST_WAIT_MS * 2 ** turn;
}

async function retried<T>(question: () => Promise<T>, deadline: number): Promise<T> {
  for (let turn = 0; ; turn++) {
    try {
      return await question();
    } catch (error) {
      const wait = turn < RETRIES ? waitOf(error, turn) : undefined;
      if (wait === undefined || Date.now() + wait > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** Why the API said no, in words a reader of the log can act on. */
export function reasonOf(error: unknown): string {
  const [status, message] = [statusOf(error), messageOf(error)];
  if (isRateLimit(error)) return `${status}: the rate limit is used up${resetOf(error)}`;
  if (status === 403 && /locked/i.test(message)) return "403: the conversation is locked";
  if (status === 401 || status === 403 || status === 404) return `${status}: the token may not; it needs pull-requests: write`;
  return status > 0 ? `${status}: ${message}` : message;
}

function resetOf(error: unknown): string {
  const reset = Number(headersOf(error)["x-ratelimit-reset"]);
  return reset > 0 ? ` until ${new Date(reset * 1000).toISOString()}` : "";
}
