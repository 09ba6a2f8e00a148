import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { headline } from "../../src/reporters/order.js";
import { runDiff } from "../../src/run.js";

const job = (name: string, tokens: string, extra = "") =>
  `apiVersion: traincost/v1\nname: ${name}\nmodel: {id: gpt2}\ntraining: {tokens: ${tokens}, sequence_length: 1024, micro_batch_size: 4}\nresources: {accelerator: H100, accelerators_per_node: 1, price_per_accelerator_hour: 2}\n${extra}`;
const A = "a.traincost.yml";
const B = "b.traincost.yml";
const C = "c.traincost.yml";
type Files = Readonly<Record<string, string>>;

function reported(config: string, before: Files, after: Files) {
  const request = {
    paths: ["."],
    config: { text: `version: 1\n${config}`, file: "c" },
    today: "2026-11-24",
    version: "0",
    scope: "check",
  } as const;
  const outcome = runDiff({ ...request, base: snapshotOf(before), head: snapshotOf(after) });
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join("; "));
  return outcome.report;
}

/** The verdict, each budget's, and what is said of it: `name.metric verdict rule severity`. */
function judged(config: string, before: Files, after: Files): readonly string[] {
  const { summary, budgets, findings } = reported(config, before, after);
  const told = findings
    .filter(({ rule }) => /^(budget|policy|memory|time)/.test(rule))
    .filter(({ severity }) => severity !== "notice")
    .map(
      ({ rule, severity, job: of, budget }) =>
        `${of?.split("#")[1] ?? "all"} ${budget ? `${budget.name}.${budget.metric} ` : ""}${rule} ${severity}`,
    );
  return [
    summary.verdict,
    ...told,
    ...budgets.filter(({ verdict }) => verdict === "fail").map(({ name, metric }) => `${name}.${metric} fails`),
  ];
}

const TINY = { [A]: job("a", "10B") };
const MORE = { [A]: job("a", "20B") };
const LESS = { [A]: job("a", "9B") };
const SUM = "budgets: [{name: r, per: repository, cost: {fail: 1}}]";
const PULL = "budgets: [{name: p, per: pull_request, cost: {fail: 1}}]";
const TWO = "budgets: [{name: z, cost: {fail: 1}}, {name: y, gpu_hours: {fail: 0.1}, cost: {fail: 1}}]";

test.each<[string, string, Files, Files, string[]]>([
  ["a repository's sum that stood", SUM, TINY, TINY, ["warn", "all r.cost budget/over warning"]],
  ["one that this change lowers", SUM, TINY, LESS, ["warn", "all r.cost budget/over warning"]],
  ["one that it raises", SUM, TINY, MORE, ["fail", "all r.cost budget/over error", "r.cost fails"]],
  ["one that it adds to", SUM, TINY, { ...TINY, [B]: job("b", "1B") }, ["fail", "all r.cost budget/over error", "r.cost fails"]],
  ["one that it breaks first", SUM, {}, TINY, ["fail", "all r.cost budget/over error", "r.cost fails"]],
  ["a pull request's sum that was over and shrinks", PULL, TINY, LESS, ["warn", "all p.cost budget/over warning"]],
  ["one that grows", PULL, TINY, MORE, ["fail", "all p.cost budget/over error", "p.cost fails"]],
  ["one of new jobs", PULL, {}, TINY, ["fail", "all p.cost budget/over error", "p.cost fails"]],
  [
    "one shrinks and one is new: their sum decides",
    PULL,
    TINY,
    { [A]: job("a", "2B"), [B]: job("b", "1B") },
    ["warn", "all p.cost budget/over warning"],
  ],
  [
    "two budgets, each by its own name and metric",
    TWO,
    TINY,
    LESS,
    ["warn", "a z.cost budget/over warning", "a y.cost budget/over warning", "a y.gpu_hours budget/over warning"],
  ],
  ["a rule turned off moves no pair", `${TWO}\nrules: {budget/over: "off"}`, TINY, MORE, ["pass"]],
  [
    "one limit stood, the other is new: memory does not change, cost does",
    "budgets: [{name: m, memory: {fail: 1%}}, {name: c, cost: {fail: 50}}]",
    { [A]: job("a", "1B") },
    { [A]: job("a", "1000B") },
    ["fail", "a m.memory budget/over warning", "a c.cost budget/over error", "c.cost fails"],
  ],
  [
    "a tighter policy fails no untouched job, and fails the new one",
    "budgets: [{name: x, cost: {fail: 1}}]",
    TINY,
    { ...TINY, [B]: job("b", "10B") },
    ["fail", "b x.cost budget/over error", "a x.cost budget/over warning", "x.cost fails"],
  ],
  [
    "a price that went up fails no untouched job",
    "prices: {rates: [{accelerator: H100, usd_per_accelerator_hour: 900}]}\nbudgets: [{name: x, cost: {fail: 1}}]",
    { [C]: job("c", "10B").replace(", price_per_accelerator_hour: 2", "") },
    { [C]: job("c", "10B").replace(", price_per_accelerator_hour: 2", "") },
    ["pass", "c x.cost budget/over warning"],
  ],
  [
    "a waiver that has ended fails no untouched job",
    "budgets: [{name: x, cost: {fail: 1}}]\nwaivers: [{budget: x, job: a, until: 2026-11-01, reason: r}]",
    TINY,
    TINY,
    ["warn", "all budget/waiver-ended warning", "a x.cost budget/over warning"],
  ],
  [
    "a renamed job is the same job",
    "budgets: [{name: x, cost: {fail: 1}}]",
    TINY,
    { [B]: job("a", "10B") },
    ["pass", "a x.cost budget/over warning"],
  ],
  [
    "a card that was not allowed may stay",
    "budgets: [{name: x, allow: {accelerators: [A100]}}]",
    TINY,
    MORE,
    ["warn", "a policy/not-allowed warning"],
  ],
  [
    "another that is not allowed may not come",
    "budgets: [{name: x, allow: {accelerators: [A100]}}]",
    TINY,
    { [A]: job("a", "10B").replace("H100", "H200") },
    ["fail", "a policy/not-allowed error"],
  ],
  [
    "a manifest's own budget that is lowered below the cost",
    "",
    { [A]: job("a", "10B", "budget: {cost: 9000}\n") },
    { [A]: job("a", "10B", "budget: {cost: 1}\n") },
    ["fail", "a manifest.cost budget/over error", "manifest.cost fails"],
  ],
])("%s", (_what, config, before, after, expected) => expect([...judged(config, before, after)].sort()).toEqual([...expected].sort()));

const LEDGER = { ".traincost/ledger.jsonl": '{"day":"2026-11-02","commit":"c","job":"z.yml#z","cost":900}\n' };
const HELD = {
  change: "{name: d, change: {fail: 1}}",
  pull_request: "{name: p, per: pull_request, cost: {fail: 1}}",
  quarter: "{name: q, per: quarter, cost: {fail: 901}}",
  repository: "{name: r, per: repository, cost: {fail: 1}}",
  job: "{name: j, cost: {fail: 1}}",
};

test.each(Object.entries(HELD))("the config's severity holds for the level %s", (_level, budget) => {
  const under = (rules: string) => judged(`budgets: [${budget}]\nrules: {${rules}}`, LEDGER, { ...LEDGER, ...TINY });
  expect(under("")[0]).toBe("fail");
  expect(under("budget/over: warning")).toEqual(["warn", expect.stringMatching(/budget\/over warning$/)]);
  expect(under("budget/over: notice")).toEqual(["pass"]);
  expect(under('budget/over: "off"')).toEqual(["pass"]);
});

const OWN = (cost: string) => ({ [A]: job("a", "10B", `budget: {cost: ${cost}}\n`) });
test.each<[string, string, Files, Files, object, string]>([
  [
    "a job left alone that was over",
    TWO,
    TINY,
    { ...TINY, [B]: job("b", "1M") },
    { verdict: "pass", failed: 0, warned: 0, warned_before: 1 },
    "2 jobs, 1 added, 1 with warnings from before and untouched",
  ],
  ["a job that is changed and was over", TWO, TINY, LESS, { verdict: "warn", failed: 0, warned: 1 }, "1 job, 1 changed, 1 with warnings"],
  [
    "a job whose own budget alone is lowered",
    "",
    OWN("900 USD"),
    OWN("1 USD"),
    { verdict: "fail", failed: 1, warned: 0 },
    "1 job, none changed, 1 fails",
  ],
])("the counts are what the verdict counts: %s", (_what, config, before, after, counts, words) => {
  const report = reported(config, before, after);
  const { verdict, failed, warned, warned_before } = report.summary;
  expect({ verdict, failed, warned, ...(warned_before !== undefined && { warned_before }) }).toEqual(counts);
  expect(headline(report)).toBe(words);
});

test("what stood stays a warning whatever severity the config gives", () => {
  expect(judged(`budgets: [${HELD.pull_request}]\nrules: {budget/over: error}`, TINY, LESS)[0]).toBe("warn");
  expect(judged(`budgets: [{name: j, cost: {warn: 1}}]\nrules: {budget/near: error}`, TINY, LESS)[0]).toBe("warn");
  expect(judged(`budgets: [{name: j, cost: {warn: 1}}]\nrules: {budget/near: error}`, TINY, MORE)[0]).toBe("fail");
});
