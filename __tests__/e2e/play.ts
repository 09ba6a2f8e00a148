import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { folder } from "./command.js";
import { type Behaviour, type GithubServer, githubServer } from "./github-server.js";

export const RECIPE =
  "# traincost: resources.accelerator=H100\n# traincost: training.tokens=1B\nbase_model: gpt2\ndatasets: [{path: tatsu-lab/alpaca, type: alpaca}]\nmicro_batch_size: 1\nsequence_len: 512\n";
export const STRICT = "version: 1\nbudgets: [{name: tiny, cost: {fail: 0.01}}]\n";

type Files = Readonly<Record<string, string>>;
export interface Commits {
  readonly base: string;
  readonly head: string;
  /** What the base branch got after the fork. */
  readonly main: string;
  readonly merge: string;
}

export interface Scene {
  readonly base: Files;
  readonly head: Files;
  /** Commits on the base branch after the fork: the checkout then is the merge of both. */
  readonly main?: Files;
  /** Symbolic links of head: path → target. */
  readonly links?: Files;
  readonly event?: string;
  readonly payload?: (commits: Commits) => object;
  readonly inputs?: Files;
  readonly env?: Files;
  readonly github?: Behaviour | ((commits: Commits) => Behaviour);
  /** The checkout has the last commit only, as actions/checkout makes it by default. */
  readonly shallow?: boolean;
  readonly runId?: number;
  readonly attempt?: number;
}

export interface Result {
  readonly status: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: string;
  readonly report: { readonly jobs: readonly { readonly id: string; readonly change?: { readonly status: string } }[] } | null;
  readonly workspace: string;
  readonly server: GithubServer;
  readonly milliseconds: number;
}

export const git = (cwd: string, ...args: string[]) =>
  execFileSync(
    "git",
    ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always", ...args],
    { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  ).trim();

function commit(workspace: string, files: Files, links: Files = {}): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(workspace, path));
  git(workspace, "add", "-A");
  git(workspace, "commit", "-q", "--allow-empty", "-m", "x");
  return git(workspace, "rev-parse", "HEAD");
}

/** A repository as the scene tells it, checked out as GitHub would. */
function staged({ base, head, main, links = {}, shallow = false }: Scene): { readonly workspace: string; readonly commits: Commits } {
  const workspace = folder({});
  git(workspace, "init", "-q", "-b", "main");
  const [baseSha] = [commit(workspace, base)];
  git(workspace, "checkout", "-q", "-b", "topic");
  const headSha = commit(workspace, head, links);
  const commits = { base: baseSha, head: headSha, main: baseSha, merge: headSha };
  if (main) {
    git(workspace, "checkout", "-q", "main");
    commits.main = commit(workspace, main);
    git(workspace, "checkout", "-q", "-b", "merged");
    git(workspace, "merge", "-q", "--no-ff", "-m", "merge", "topic");
    commits.merge = git(workspace, "rev-parse", "HEAD");
  }
  if (!shallow) return { workspace, commits };
  const clone = join(folder({}), "clone");
  git(dirname(clone), "clone", "-q", "--depth", "1", `file://${workspace}`, clone);
  rmSync(workspace, { recursive: true });
  return { workspace: clone, commits };
}

const pullRequest = ({ head, main }: Commits) => ({ number: 1, pull_request: { number: 1, base: { sha: main }, head: { sha: head } } });

/** A repository, an event, a server, and the built Action as a process. */
export async function play(scene: Scene): Promise<Result> {
  const { inputs = {}, env = {}, runId = 7, attempt = 1, event = "pull_request", payload = pullRequest } = scene;
  const { workspace, commits } = staged(scene);
  const server = await githubServer(typeof scene.github === "function" ? scene.github(commits) : scene.github);
  const scratch = mkdtempSync(join(tmpdir(), "traincost-runner-"));
  const files = { event: join(scratch, "event.json"), output: join(scratch, "output"), summary: join(scratch, "summary") };
  writeFileSync(files.event, JSON.stringify(payload(commits)));
  writeFileSync(files.output, "");
  writeFileSync(files.summary, "");
  const began = performance.now();
  const { status, log } = await start({
    PATH: process.env.PATH,
    GITHUB_API_URL: server.url,
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_REPOSITORY: "o/r",
    GITHUB_SHA: commits.merge,
    GITHUB_WORKSPACE: workspace,
    GITHUB_RUN_ID: String(runId),
    GITHUB_RUN_ATTEMPT: String(attempt),
    RUNNER_TEMP: scratch,
    ...Object.fromEntries(
      Object.entries({ "github-token": "secret-token", ...inputs }).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...env,
  });
  const milliseconds = performance.now() - began;
  await server.close();
  const report = reportIn(join(scratch, "traincost.json"));
  const [summary, outputs] = [readFileSync(files.summary, "utf8"), readFileSync(files.output, "utf8")];
  return { status, log, summary, outputs, report, workspace, server, milliseconds };
}

function reportIn(path: string): Result["report"] {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

const start = (env: NodeJS.ProcessEnv): Promise<{ status: number | null; log: string }> =>
  new Promise((done) => {
    const child = spawn(process.env.TRAINCOST_NODE ?? process.execPath, [resolve("dist/index.js")], { env });
    let log = "";
    child.stdout.on("data", (chunk) => (log += chunk));
    child.stderr.on("data", (chunk) => (log += chunk));
    child.on("close", (status) => done({ status, log }));
  });

/** What the report says of each job: `added job.yml#job`. */
export const told = ({ report }: Result) =>
  (report?.jobs ?? []).map(({ id, change }) => `${change?.status ?? "not compared"} ${id}`).sort();
export const warnings = ({ log }: Result) => log.match(/^::warning::.*$/gm) ?? [];
