import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { traincost } from "./command.js";
import { play, RECIPE, STRICT, warnings } from "./play.js";

/** The policy of a pull request is its base's, in the Action and on a laptop. */
const LAX = "version: 1\n";
const WRONG = "version: 1\nbugdets: []\n";
const ELSEWHERE = "version: 1\nextends: acme/policies/org.yml@v1\n";

const verdictOf = (report: unknown) => (report as { summary: { verdict: string } }).summary.verdict;
const rulesOf = (report: unknown) =>
  (report as { findings: { rule: string; severity: string; line: number | null }[] }).findings
    .filter(({ rule }) => /^(config|budget)/.test(rule))
    .map(({ rule, severity, line }) => `${rule} ${severity} ${line}`)
    .sort();

test.each<[string, string, string, string, string[]]>([
  ["its own limits are proposed", STRICT, LAX, "fail", ["budget/over error 3", "config/proposed notice 1"]],
  ["stricter ones too", LAX, STRICT, "pass", ["config/proposed notice 1"]],
  [
    "a config that is wrong fails before it stops every later run",
    LAX,
    WRONG,
    "fail",
    ["config/invalid error 2", "config/proposed notice 1"],
  ],
  ["what builds on another repository is not fetched", LAX, ELSEWHERE, "pass", ["config/proposed notice 1"]],
  ["the change that mends a wrong config passes", WRONG, LAX, "pass", ["config/base-invalid notice 1"]],
  ["what it writes is not obeyed there either", WRONG, STRICT, "pass", ["config/base-invalid notice 1"]],
  [
    "a change that leaves it wrong in another way fails at its line",
    WRONG,
    "version: 1\nbudgets:\n  - {name: x, cots: {fail: 1}}\n",
    "fail",
    ["config/base-invalid notice 1", "config/invalid error 3"],
  ],
  ["nothing is said of one that stays", LAX, LAX, "pass", []],
])("%s", async (_, base, head, verdict, rules) => {
  const { report, workspace } = await play({
    base: { ".traincost.yml": base },
    head: { "job.yml": RECIPE, ".traincost.yml": head },
    inputs: { comment: "never" },
  });
  const { stdout } = traincost(["diff", "main", "topic", "--format", "json", "--quiet"], { cwd: workspace });
  const laptop: unknown = JSON.parse(stdout);
  expect([verdictOf(report), rulesOf(report)]).toEqual([verdict, rules]);
  expect([verdictOf(laptop), rulesOf(laptop)]).toEqual([verdict, rules]);
});

test("a wrong config that a change leaves alone stops it", async () => {
  const files = { base: { ".traincost.yml": WRONG }, head: { "job.yml": RECIPE }, inputs: { comment: "never" } };
  const { status, log, workspace } = await play(files);
  expect([status, log.includes("bugdets")]).toEqual([1, true]);
  expect(traincost(["diff", "main", "topic"], { cwd: workspace }).status).toBe(2);
});

test("a base without a config is judged by the one that is here, and that is said", async () => {
  const { workspace } = await play({ base: {}, head: { "job.yml": RECIPE, ".traincost.yml": STRICT }, inputs: { comment: "never" } });
  const { status, stderr } = traincost(["diff", "main", "topic"], { cwd: workspace });
  expect(status).toBe(3);
  expect(stderr).toContain("main has no config: judged by .traincost.yml as it is here, which a pull request only proposes");
});

test("--config is obeyed", async () => {
  const { workspace } = await play({ base: { ".traincost.yml": STRICT }, head: { "job.yml": RECIPE }, inputs: { comment: "never" } });
  const { status } = traincost(["diff", "main", "topic", "--config", "lax.yml"], { cwd: workspace });
  expect(status).toBe(2);
  const { status: judged } = traincost(["diff", "main", "topic", "--config", join(workspace, ".traincost.yml")], { cwd: workspace });
  expect(judged).toBe(3);
});

test("the Action reads every name of a config that the command line reads", async () => {
  const { status } = await play({ base: { ".traincost.yaml": STRICT }, head: { "job.yml": RECIPE }, inputs: { comment: "never" } });
  expect(status).toBe(1);
});

test("a word that is wrong stops the run before a comment says it passes", async () => {
  const { status, server, outputs } = await play({ base: {}, head: { "job.yml": RECIPE }, inputs: { "fail-on": "errors" } });
  expect([status, server.comments.length, outputs]).toEqual([1, 0, ""]);
});

test("no token: that no comment is written is said", async () => {
  const result = await play({ base: {}, head: { "job.yml": RECIPE }, inputs: { "github-token": "" } });
  expect(result.status).toBe(0);
  expect(warnings(result).join()).toContain("github-token is empty, so no comment is written");
});
