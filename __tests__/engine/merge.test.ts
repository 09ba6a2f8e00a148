import { expect, test } from "@jest/globals";
import { merge } from "../../src/engine/merge.js";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run } from "../../src/run.js";

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

test("nothing merged is nothing", () => expect(merge([])).toBeNull());
