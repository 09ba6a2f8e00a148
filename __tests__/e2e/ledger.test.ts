import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { folder } from "./command.js";
import { git, RECIPE } from "./play.js";

interface Workflow {
  readonly permissions: object;
  readonly jobs: { readonly append: { readonly permissions: object; readonly steps: readonly { readonly run?: string }[] } };
}
const workflow = parse(readFileSync("examples/workflows/ledger.yml", "utf8")) as Workflow;
const script = workflow.jobs.append.steps.flatMap(({ run }) => run ?? []).join("\n");
const LEDGER = ".traincost/ledger.jsonl";

/** A clone of main as the workflow has it after a push of one job. */
function pushed(origin: string, job: string) {
  const clone = join(folder({}), "clone");
  git(origin, "clone", "-q", origin, clone);
  git(clone, "config", "user.name", "t");
  git(clone, "config", "user.email", "t@example.org");
  const before = git(clone, "rev-parse", "HEAD");
  writeFileSync(join(clone, job), RECIPE);
  git(clone, "add", "-A");
  git(clone, "commit", "-q", "-m", job);
  git(clone, "pull", "-q", "--rebase", "origin", "main");
  git(clone, "push", "-q", "origin", "HEAD:main");
  mkdirSync(join(clone, ".traincost-tool"));
  symlinkSync(resolve("dist"), join(clone, ".traincost-tool/dist"));
  return { clone, before: before, after: git(clone, "rev-parse", "HEAD") };
}

const run = ({ clone, before, after }: ReturnType<typeof pushed>) =>
  execFileSync("bash", ["-e", "-c", script], {
    cwd: clone,
    env: { ...process.env, BEFORE: before, AFTER: after, BRANCH: "main" },
    stdio: "pipe",
  });

test("the ledger's workflow may write contents and nothing else", () => {
  expect([workflow.permissions, workflow.jobs.append.permissions]).toEqual([{}, { contents: "write" }]);
});

test("two pushes at once both reach the ledger, and a run again adds nothing", () => {
  const origin = folder({});
  git(origin, "init", "-q", "--bare", "-b", "main");
  const seed = folder({ ".gitattributes": `${LEDGER} merge=union\n`, [LEDGER]: "" });
  git(seed, "init", "-q", "-b", "main");
  git(seed, "add", "-A");
  git(seed, "commit", "-q", "-m", "x");
  git(seed, "push", "-q", origin, "HEAD:main");
  const first = pushed(origin, "a.yml");
  const second = pushed(origin, "b.yml");
  run(second);
  run(first);
  run(first);
  git(seed, "pull", "-q", origin, "main");
  const jobs = readFileSync(join(seed, LEDGER), "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { job: string }).job);
  expect(jobs.sort()).toEqual(["a.yml#a", "b.yml#b"]);
});
