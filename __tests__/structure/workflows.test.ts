import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { readConfig } from "../../src/config/config.js";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>> | string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: Readonly<Record<string, string>>; readonly "timeout-minutes"?: number; readonly steps: readonly Step[] }
    >
  >;
}

const FOLDER = "examples/workflows";
const OURS = "traincost/traincost@";
/** What a workflow may write; the ledger's pushes what it appended, with the credentials of its first checkout. */
const WRITES = (file: string) => (file === "ledger.yml" ? ["contents"] : ["pull-requests"]);
const README = /```yaml\n(# \.github\/workflows\/.*?)```/s.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
const workflows: readonly (readonly [file: string, text: string])[] = [
  ...readdirSync(FOLDER).map((file) => [file, readFileSync(`${FOLDER}/${file}`, "utf8")] as const),
  ["README.md", README],
];

/** What a reviewer of a workflow looks for first; a copy of ours should pass unread. */
test.each(workflows)("%s is safe to copy", (file, text) => {
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);
  const granted = [workflow.permissions, ...jobs.map((job) => job.permissions)];
  expect(workflow.permissions).toBeDefined();
  for (const [scope, level] of granted.flatMap((each) => Object.entries(each ?? {})))
    expect(level === "write" ? [scope] : []).toEqual(level === "write" ? WRITES(file) : []);
  for (const { uses } of steps.filter((step) => step.uses !== undefined && !step.uses.startsWith(OURS)))
    expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  for (const line of text.match(/^.*uses: .*$/gm) ?? [])
    expect(line).toMatch(/ # (v\d+\.\d+\.\d+|pin to the commit of the release you reviewed)$/);
  for (const { run = "" } of steps) expect(run).not.toContain("${{");
  const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  for (const step of file === "ledger.yml" ? checkouts.slice(1) : checkouts) expect(step.with?.["persist-credentials"]).toBe(false);
  expect(Object.keys(typeof workflow.on === "string" ? { [workflow.on]: null } : workflow.on)).not.toContain("pull_request_target");
  for (const job of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0);
});

/** Who may write runs nothing of the pull request; who reads the pull request may write nothing. */
test("the fork recipe's halves are apart", () => {
  const [comment, verdict] = ["fork-safe-comment.yml", "fork-safe.yml"].map(
    (file) => parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as Workflow,
  );
  expect(verdict?.permissions).toEqual({ contents: "read" });
  expect(comment?.permissions).toEqual({});
  expect(Object.keys(comment?.on ?? {})).toEqual(["workflow_run"]);
  const steps = Object.values(comment?.jobs ?? {}).flatMap((job) => job.steps);
  expect(steps.some(({ uses }) => uses?.startsWith("actions/checkout@"))).toBe(false);
});

// ledger.yml calls the command line.
test.each(workflows.filter(([file]) => file !== "ledger.yml"))("%s names only inputs that action.yml has", (_, text) => {
  const known = Object.keys((parse(readFileSync("action.yml", "utf8")) as { inputs: object }).inputs);
  const ours = Object.values((parse(text) as Workflow).jobs).flatMap(({ steps }) => steps.filter(({ uses }) => uses?.startsWith(OURS)));
  expect(ours).toHaveLength(1);
  expect(Object.keys(ours[0]?.with ?? {}).filter((name) => !known.includes(name))).toEqual([]);
});

test.each(readdirSync("examples/policies"))("policy %s is a config, and its waivers still run", (file) => {
  const { config, diagnostics } = readConfig(readFileSync(`examples/policies/${file}`, "utf8"), file, "2026-11-25");
  expect(diagnostics).toEqual([]);
  expect(config?.waivers.length).toBeGreaterThan(0);
});
