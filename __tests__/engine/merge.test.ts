import { expect, test } from "@jest/globals";
import { merge } from "../../src/engine/merge.js";
import { readReport } from "../../src/engine/read-report.js";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run, runDiff } from "../../src/run.js";

const job = (name: string) =>
  `apiVersion: traincost/v1\nname: ${name}\nmodel: {id: gpt2}\ntraining: {tokens: 10B, sequence_length: 1024, micro_batch_size: 4}\nresources: {accelerator: H100, accelerators_per_node: 1, price_per_accelerator_hour: 2}\n`;
const FILES = { "a.traincost.yml": job("a"), "b.traincost.yml": job("b"), "c.traincost.yml": job("c") };

function reportOf(limit: number, shard?: { index: number; of: number }, more = "", labels: readonly string[] = []) {
  const outcome = run({
    snapshot: snapshotOf(FILES),
    paths: ["."],
    config: {
      text: `version: 1\nbudgets: [{name: all, per: repository, cost: {fail: ${limit}}}, {name: one, cost: {fail: 1000}}]\n${more}`,
      file: ".traincost.yml",
    },
    today: "2026-11-24",
    version: "0",
    scope: "check",
    labels,
    ...(shard && { shard }),
  });
  if (!outcome.ok) throw new Error("config");
  return outcome.report;
}

test.each([1, 60, 100_000])("the shards of a run are the run (limit %s)", (limit) => {
  const whole = reportOf(limit);
  const merged = merge([1, 2, 3].map((index) => reportOf(limit, { index, of: 3 })));
  expect(merged?.summary.verdict).toBe(whole.summary.verdict);
  expect(merged?.summary.cost?.expected).toBeCloseTo(whole.summary.cost?.expected ?? 0, 6);
  expect(merged?.jobs.map(({ id }) => id)).toEqual(whole.jobs.map(({ id }) => id));
  const sums = (report: typeof whole | null) =>
    report?.budgets.filter(({ job: of }) => of === null).map(({ name, verdict, measured }) => [name, verdict, Math.round(measured ?? 0)]);
  expect(sums(merged)).toEqual(sums(whole));
});

test.each([
  ["a waiver of the sum", "waivers: [{budget: all, until: 2026-12-31, reason: r}]", [], "pass"],
  ["a waiver whose cap the whole exceeds", "waivers: [{budget: all, until: 2026-12-31, reason: r, cap: 61}]", [], "fail"],
  ["the override label", "override: {label: glass}", ["glass"], "warn"],
  ["another label", "override: {label: glass}", ["grass"], "fail"],
])("the shards of a run are the run under %s", (_what, more, labels, verdict) => {
  const merged = merge([1, 2, 3].map((index) => reportOf(60, { index, of: 3 }, more, labels)));
  expect([reportOf(60, undefined, more, labels).summary.verdict, merged?.summary.verdict]).toEqual([verdict, verdict]);
  expect(merged?.policy?.overrode).toHaveLength(verdict === "warn" ? 1 : 0);
});

test("what only all parts together are over is told as a budget tells it", () => {
  const merged = merge([1, 2, 3].map((index) => reportOf(60, { index, of: 3 })));
  const [found] = (merged?.findings ?? []).filter(({ rule }) => rule === "budget/over");
  expect(found?.message).toMatch(/^budget all: cost of all parts together is \d+\.\d USD, over the limit of 60\.0 USD$/);
});

/** One job takes about 30 USD: three parts of one job each are near or over only together. */
const REPOSITORY = "{name: all, per: repository, cost: ";
const CHANGED = { "a.traincost.yml": job("a").replace("10B", "11B") };
const BIGGER = { "a.traincost.yml": job("a").replace("10B", "50B") };
const SMALLER = Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path, text.replace("10B", "9B")]));

test.each<[string, string, string, Readonly<Record<string, string>> | null, string]>([
  ["only a warning level", `${REPOSITORY}{warn: 60}}`, "", null, "warn"],
  ["near in each part, over together", `${REPOSITORY}{warn: 1, fail: 60}}`, "", null, "fail"],
  ["a rule that is off", `${REPOSITORY}{fail: 60}}`, "rules: {budget/over: off}", null, "pass"],
  ["a rule that only warns", `${REPOSITORY}{fail: 60}}`, "rules: {budget/over: warning}", null, "warn"],
  ["a warning that fails", `${REPOSITORY}{warn: 60}}`, "rules: {budget/near: error}", null, "fail"],
  ["over before, and one job raises it", `${REPOSITORY}{fail: 60}}`, "", CHANGED, "fail"],
  ["over before, and less now", `${REPOSITORY}{fail: 60}}`, "", SMALLER, "warn"],
  ["over before in one part, and raised by another", `${REPOSITORY}{fail: 1}}`, "", CHANGED, "fail"],
  ["over before, less now, and a rule of errors", `${REPOSITORY}{fail: 60}}`, "rules: {budget/over: error}", SMALLER, "warn"],
  ["what the change alters", "{name: all, per: pull_request, cost: {fail: 60}}", "", SMALLER, "warn"],
  ["what the change raises", "{name: all, per: pull_request, cost: {fail: 60}}", "", { ...SMALLER, ...BIGGER }, "fail"],
  ["what it adds", "{name: all, per: pull_request, change: {fail: +20}}", "", BIGGER, "fail"],
  ["a period", "{name: all, per: month, cost: {fail: 60}}", "", SMALLER, "fail"],
])("the shards of a run are the run: %s", (_what, budget, more, head, verdict) => {
  const request = {
    paths: ["."],
    today: "2026-11-24",
    version: "0",
    scope: "check",
    config: { text: `version: 1\nbudgets: [${budget}]\n${more}`, file: ".traincost.yml" },
  } as const;
  const made = (shard?: { index: number; of: number }) => {
    const of = { ...request, ...(shard && { shard }) };
    const [base, after] = [snapshotOf(FILES), snapshotOf({ ...FILES, ...head })];
    const outcome = head === null ? run({ ...of, snapshot: base }) : runDiff({ ...of, base, head: after });
    if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join("; "));
    return outcome.report;
  };
  const parts = [1, 2, 3].map((index) => made({ index, of: 3 })).map((report) => readReport(JSON.stringify(report)));
  const merged = merge(parts.flatMap((part) => ("report" in part ? [part.report] : [])));
  const whole = made();
  expect([whole.summary.verdict, merged?.summary.verdict]).toEqual([verdict, verdict]);
  expect(merged?.budgets.map((each) => each.verdict)).toEqual(whole.budgets.map((each) => each.verdict));
});

test("nothing merged is nothing", () => expect(merge([])).toBeNull());
