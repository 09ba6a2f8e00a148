import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { type RunRequest, run, runDiff } from "../../src/run.js";

const job = (name: string, tokens = "10B") =>
  `apiVersion: traincost/v1\nname: ${name}\nmodel: {id: gpt2}\ntraining: {tokens: ${tokens}, sequence_length: 1024, micro_batch_size: 4}\nresources: {accelerator: H100, accelerators_per_node: 1, price_per_accelerator_hour: 2}\n`;
const LEDGER = { ".traincost/ledger.jsonl": '{"day":"2026-11-02","commit":"c","job":"z.yml#z","cost":900}\n' };
const FILES = { "a.traincost.yml": job("a"), "b.traincost.yml": job("b") };

const requestOf = (config: string, more: Partial<RunRequest> = {}): Omit<RunRequest, "snapshot"> => ({
  ...{ paths: ["."], config: { text: `version: 1\n${config}`, file: ".traincost.yml", sha: "5ea" }, today: "2026-11-24", version: "0" },
  ...{ scope: "check" },
  ...more,
});

function reported(outcome: ReturnType<typeof run>) {
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join("; "));
  const { summary, findings, policy, budgets } = outcome.report;
  const told = findings.filter(({ rule }) => /^(budget|policy|override)/.test(rule));
  return {
    verdict: summary.verdict,
    rules: told.map(({ rule, line }) => `${rule.replace("budget/", "")} ${line}`),
    statuses: policy?.waivers.map(({ status }) => status) ?? [],
    budgets: budgets.map(({ verdict }) => verdict),
    policy,
    findings,
    summary,
  };
}

const added = (config: string, more = {}) =>
  reported(runDiff({ ...requestOf(config, more), base: snapshotOf(LEDGER), head: snapshotOf({ ...LEDGER, ...FILES }) }));
const waiver = (words: string) => `waivers:\n  - {budget: x, reason: agreed, ${words}}`;

test.each<[string, string, string, string[], string]>([
  ["in force", "{name: x, cost: {fail: 1}}", "job: '*.traincost.yml', until: 2026-12-31", ["waived 2", "waived 2"], "in_force"],
  [
    "ends within a week",
    "{name: x, cost: {fail: 1}}",
    "job: '*.traincost.yml', until: 2026-12-01",
    ["waiver-ends 4", "waived 2", "waived 2"],
    "ending",
  ],
  [
    "its last day",
    "{name: x, cost: {fail: 1}}",
    "job: '*.traincost.yml', until: 2026-11-24",
    ["waiver-ends 4", "waived 2", "waived 2"],
    "ending",
  ],
  [
    "a day more than a week",
    "{name: x, cost: {fail: 1}}",
    "job: '*.traincost.yml', until: 2026-12-02",
    ["waived 2", "waived 2"],
    "in_force",
  ],
  ["of a job that is not there", "{name: x, cost: {fail: 1000}}", "job: c, until: 2026-12-31", ["waiver-unmatched 4"], "unmatched"],
  ["of a pull request", "{name: x, per: pull_request, cost: {fail: 1}}", "until: 2026-12-31", ["waived 2"], "in_force"],
  ["of the repository", "{name: x, per: repository, cost: {fail: 1}}", "until: 2026-12-31", ["waived 2"], "in_force"],
  ["of a quarter", "{name: x, per: quarter, cost: {fail: 901}}", "until: 2026-12-31", ["waived 2"], "in_force"],
  [
    "of a job's change",
    "{name: x, change: {fail: 1}}",
    "job: '*.traincost.yml', until: 2026-12-31, cap: 90",
    ["waived 2", "waived 2"],
    "in_force",
  ],
  ["of a pull request's change", "{name: x, per: pull_request, change: {fail: 1}}", "until: 2026-12-31", ["waived 2"], "in_force"],
])("a waiver %s", (_what, budget, words, rules, status) => {
  const { verdict, rules: told, statuses } = added(`budgets: [${budget}]\n${waiver(words)}`);
  // A job's finding stands at the job, which begins on line 2 of its file.
  expect({ verdict, told: told.map((each) => each.replace(/^waived \d+/, "waived 2")).sort(), statuses }).toEqual({
    verdict: "pass",
    told: [...rules].sort(),
    statuses: [status],
  });
});

test.each([
  ["its cap is passed", "{name: x, per: pull_request, cost: {fail: 1}}", "until: 2026-12-31, cap: 2"],
  ["its cap, for a change", "{name: x, per: pull_request, change: {fail: 1}}", "until: 2026-12-31, cap: 2"],
  ["its cap is money, and hours are over", "{name: x, per: pull_request, gpu_hours: {fail: 0.1}}", "until: 2026-12-31, cap: 9000"],
  ["it names a job, and a sum is over", "{name: x, per: repository, cost: {fail: 1}}", "until: 2026-12-31, job: a"],
  ["it has ended", "{name: x, per: repository, cost: {fail: 1}}", "until: 2026-11-23"],
])("a waiver lets nothing through where %s", (_what, budget, words) =>
  expect(added(`budgets: [${budget}]\n${waiver(words)}`).verdict).toBe("fail"),
);

test("the report has every waiver, and the policy's file and commit", () => {
  const words = "job: a, until: 2026-12-31, issue: 412, cap: 2500";
  expect(added(`budgets: [{name: x, cost: {fail: 1000}}]\n${waiver(words)}`).policy).toEqual({
    ...{ file: ".traincost.yml", sha: "5ea", overridden_by: null, overrode: [], rules: {} },
    waivers: [{ budget: "x", job: "a", until: "2026-12-31", reason: "agreed", issue: "412", cap: 2500, status: "in_force" }],
  });
});

test("a part of the repository cannot tell what matches nothing", () => {
  const config = `budgets: [{name: x, match: {paths: [b*]}, cost: {fail: 1000}}]\n${waiver("job: b, until: 2026-12-31")}`;
  const parts = [{ paths: ["a.traincost.yml"] }, { shard: { index: 1, of: 2 } }];
  for (const part of parts) {
    const { rules, statuses } = reported(run({ ...requestOf(config, part), snapshot: snapshotOf(FILES) }));
    expect([...rules, ...statuses]).toEqual(["in_force"]);
  }
});

test("a budget that matches no job is told, unless nothing trains here", () => {
  const config = "budgets: [{name: x, match: {paths: [z*]}, cost: {fail: 1}}]";
  expect(reported(run({ ...requestOf(config), snapshot: snapshotOf(FILES) })).rules).toEqual(["no-match 2"]);
  expect(reported(run({ ...requestOf(config), snapshot: snapshotOf({}) })).rules).toEqual([]);
  expect(reported(run({ ...requestOf(`${config}\nrules: {budget/no-match: "off"}`), snapshot: snapshotOf(FILES) })).rules).toEqual([]);
});

test("an override that matches no job is told, unless nothing trains here", () => {
  const config = "overrides: [{match: {paths: [z*]}, set: {runs: 2}}, {match: {paths: [a*]}, set: {runs: 2}}, {set: {runs: 1}}]";
  expect(reported(run({ ...requestOf(config), snapshot: snapshotOf(FILES) })).rules).toEqual(["override/no-match 2"]);
  expect(reported(run({ ...requestOf(config), snapshot: snapshotOf({}) })).rules).toEqual([]);
  expect(reported(run({ ...requestOf(config, { paths: ["a.traincost.yml"] }), snapshot: snapshotOf(FILES) })).rules).toEqual([]);
  // It is held against what the manifests say, not against what it sets itself.
  const set = "overrides: [{match: {accelerators: [H100]}, set: {resources.accelerator: A100-80GB}}]";
  expect(reported(run({ ...requestOf(set), snapshot: snapshotOf(FILES) })).rules).toEqual([]);
});

const LABEL = "override: {label: traincost-override, reason: only in an incident}";
test.each([
  ["the label", LABEL, ["other", "traincost-override"], "warn"],
  ["another label", LABEL, ["other"], "fail"],
  ["the label in other letters", LABEL, ["TRAINCOST-OVERRIDE"], "fail"],
  ["no rule about labels", "rules: {}", ["traincost-override"], "fail"],
])("an override by %s", (_what, rule, labels, expected) => {
  const { verdict } = added(`budgets: [{name: x, cost: {fail: 1}}, {name: q, per: quarter, cost: {fail: 901}}]\n${rule}`, { labels });
  expect(verdict).toBe(expected);
});

test("an override is told: what, by which label, and why", () => {
  const budgets = "budgets: [{name: x, match: {paths: [a*]}, cost: {fail: 1}}, {name: q, per: quarter, cost: {fail: 901}}]";
  const { policy, findings, summary, budgets: verdicts } = added(`${budgets}\n${LABEL}`, { labels: ["traincost-override"] });
  expect(policy).toMatchObject({
    overridden_by: "traincost-override",
    overrode: [
      { rule: "budget/over", job: "a.traincost.yml#a" },
      { rule: "budget/over", job: null },
    ],
  });
  expect(findings[0]).toMatchObject({ rule: "budget/overridden", severity: "warning", help: "only in an incident" });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect([summary.failed, summary.warned, ...verdicts]).toEqual([0, 1, "warn", "warn"]);
});

test("a label with nothing to let pass says nothing", () => {
  const { verdict, rules, policy } = added(`budgets: [{name: x, cost: {fail: 9000}}]\n${LABEL}`, { labels: ["traincost-override"] });
  expect([verdict, ...rules, policy?.overridden_by, policy?.overrode]).toEqual(["pass", "traincost-override", []]);
});
