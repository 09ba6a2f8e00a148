import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/config.js";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run, runDiff } from "../../src/run.js";

const job = (tokens: string) =>
  `apiVersion: traincost/v1\nname: a\nmodel: {id: gpt2}\ntraining: {tokens: ${tokens}, sequence_length: 1024, micro_batch_size: 4}\nresources: {accelerator: H100, accelerators_per_node: 1, price_per_accelerator_hour: 2}\n`;
const spent = (cost: number, day = "2026-10-02", name = "z.yml#z") => `{"day":"${day}","commit":"c","job":"${name}","cost":${cost}}\n`;
type Files = Readonly<Record<string, string>>;
const LEDGER = ".traincost/ledger.jsonl";
const A = "a.traincost.yml";

function reported(budgets: string, before: Files, after: Files, rules = "{}") {
  const config = { text: `version: 1\nbudgets: [${budgets}]\nrules: ${rules}`, file: ".traincost.yml" };
  const request = { paths: ["."], config, today: "2026-11-24", version: "0", scope: "check" } as const;
  const outcome = runDiff({ ...request, base: snapshotOf(before), head: snapshotOf(after) });
  if (!outcome.ok) throw new Error("config");
  return outcome.report;
}

function judged(budgets: string, before: Files, after: Files) {
  const { summary, budgets: held, findings } = reported(budgets, before, after);
  const told = findings.filter(({ rule }) => /^(budget|ledger)/.test(rule)).map(({ rule, severity }) => `${rule} ${severity}`);
  return [summary.verdict, Math.round(held[0]?.measured ?? -1) >= 900 ? "900+" : "less", ...told].join(" | ");
}

const QUARTER = "{name: q, per: quarter, cost: {fail: 901}}";
test.each([
  ["merged and added are over together", QUARTER, { [LEDGER]: spent(900) }, { [A]: job("10B") }, "fail | 900+ | budget/over error"],
  ["added alone is not", QUARTER, { [LEDGER]: "" }, { [A]: job("10B") }, "pass | less"],
  ["nothing merged is known without a ledger", QUARTER, {}, { [A]: job("10B") }, "pass | less | ledger/missing notice"],
  ["another period does not count", QUARTER, { [LEDGER]: spent(900, "2026-09-30") }, { [A]: job("10B") }, "pass | less"],
  [
    "the head's ledger is not obeyed",
    QUARTER,
    { [LEDGER]: spent(900) },
    { [LEDGER]: "", [A]: job("10B") },
    "fail | 900+ | budget/over error",
  ],
  ["spent before, and this adds nothing", QUARTER, { [LEDGER]: spent(950) }, {}, "warn | 900+ | budget/over warning"],
  ["an unchanged job adds nothing", QUARTER, { [LEDGER]: spent(900), [A]: job("10B") }, { [A]: job("10B") }, "pass | 900+"],
  [
    "conditions hold for what was merged too",
    "{name: q, per: quarter, match: {paths: ['a*']}, cost: {fail: 901}}",
    { [LEDGER]: spent(900) },
    { [A]: job("10B") },
    "pass | less",
  ],
  [
    "owners by the base's CODEOWNERS",
    "{name: q, match: {owners: ['@org/nlp']}, cost: {fail: 1}}",
    { CODEOWNERS: "* @org/nlp" },
    { CODEOWNERS: "", [A]: job("10B") },
    "fail | less | budget/over error",
  ],
  ["a broken line", QUARTER, { [LEDGER]: "<<<\n" }, {}, "warn | less | ledger/malformed warning"],
  [
    "a pull request's sum leaves out what it does not touch",
    "{name: p, per: pull_request, cost: {fail: 1}}",
    { [A]: job("10B") },
    { [A]: job("10B") },
    "pass | less",
  ],
])("%s", (_what, budget, before, after, expected) => expect(judged(budget, before as Files, after as Files)).toBe(expected));

test("a broken ledger that the config calls an error fails, whatever else warns", () => {
  const broken = { [LEDGER]: `${spent(950)}<<<\n` };
  const verdict = (rules: string) => reported(QUARTER, broken, {}, rules).summary.verdict;
  expect([verdict("{}"), verdict("{ledger/malformed: error}")]).toEqual(["warn", "fail"]);
});

test("a sum over its limit does not say that nothing was merged where no ledger tells", () => {
  const words = (before: Files) =>
    reported("{name: q, per: quarter, cost: {fail: 1}}", before, { [A]: job("10B") }).findings.find(({ rule }) => rule === "budget/over")
      ?.message;
  expect(words({ [LEDGER]: "" })).toMatch(/^budget q: 0 USD merged from 2026-10-01 to 2026-12-31 and 3\d\.\d USD of this change are/);
  expect(words({})).toMatch(
    /^budget q: what this change adds or alters takes 3\d\.\d USD, over the limit of 1\.00 USD; what was merged from .* is not known/,
  );
});

test("without a change the ledger alone is judged, and warns", () => {
  const config = { text: `version: 1\nbudgets: [${QUARTER}]`, file: ".traincost.yml" };
  const snapshot = snapshotOf({ [LEDGER]: spent(950) });
  const outcome = run({ snapshot, paths: ["."], config, today: "2026-11-24", version: "0", scope: "check" });
  expect(outcome.ok && outcome.report.summary.verdict).toBe("warn");
});

test.each([
  ["budgets: [{name: x, per: month, memory: {fail: 80%}}]", "the ledger keeps cost and gpu_hours only, and no memory of a period"],
  ["budgets: [{name: x, cost: {fail: 1}}, {name: x, cost: {fail: 2}}]", "two budgets are called x"],
  [
    "budgets: [{name: x, per: fortnight, cost: {fail: 1}}]",
    "budgets.0.per should be one of job, pull_request, repository, week, month, quarter, year",
  ],
])("%s", (text, message) =>
  expect(readConfig(`version: 1\n${text}`, "c", "2026-11-24")).toMatchObject({ config: null, diagnostics: [{ message }] }),
);
