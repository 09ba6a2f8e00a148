import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { runDiff } from "../../src/run.js";

const job = (tokens: string) =>
  `apiVersion: traincost/v1\nname: a\nmodel: {id: gpt2}\ntraining: {tokens: ${tokens}, sequence_length: 1024, micro_batch_size: 4}\nresources: {accelerator: H100, accelerators_per_node: 1, price_per_accelerator_hour: 2}\n`;

function verdictOf(config: string, before: string | null, after: string | null) {
  const side = (text: string | null) => snapshotOf(text === null ? {} : { "a.traincost.yml": text });
  const outcome = runDiff({
    base: side(before),
    head: side(after),
    paths: ["."],
    config: { text: `version: 1\n${config}`, file: ".traincost.yml" },
    today: "2026-11-24",
    version: "0",
    scope: "check",
  });
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join("; "));
  const { summary, budgets, jobs } = outcome.report;
  return [summary.verdict, budgets.map(({ metric, verdict }) => `${metric} ${verdict}`).join(), jobs[0]?.verdict].join(" | ");
}

const TEN = job("10B");
const ELEVEN = job("11B");
const THIRTY = job("30B");
/** Nobody knows what it costs. */
const NOBODY = job("10B").replace("gpt2", "nobody/nothing");
const STILL = NOBODY.replace("10B", "20B");
const FAIL = "change: {fail: '+5000'}, unknown: fail";

test.each([
  ["+10 % is not over +20 %", "budgets: [{name: x, change: {fail: '+20%'}}]", TEN, ELEVEN, "pass | change pass | pass"],
  ["three times the cost is", "budgets: [{name: x, change: {fail: '+20%'}}]", TEN, THIRTY, "fail | change fail | fail"],
  ["a warning level in dollars", "budgets: [{name: x, change: {warn: '+1', fail: '+5000'}}]", TEN, THIRTY, "warn | change warn | warn"],
  ["a cheaper job never fails", "budgets: [{name: x, change: {fail: '+0.01'}}]", THIRTY, TEN, "pass | change pass | pass"],
  ["a new job has no base to be a share of", "budgets: [{name: x, change: {fail: '+10%'}}]", null, TEN, "pass |  | pass"],
  ["a new job adds dollars", "budgets: [{name: x, change: {fail: '+1'}}]", null, TEN, "fail | change fail | fail"],
  ["an untouched job is not judged", "budgets: [{name: x, change: {fail: '+0'}}]", TEN, TEN, "pass |  | pass"],
  [
    "the sum of the pull request",
    "budgets: [{name: x, per: pull_request, change: {fail: '+1'}}]",
    TEN,
    THIRTY,
    "fail | change fail | pass",
  ],
  [
    "a change that nobody can estimate is the model's warning only",
    "budgets: [{name: x, change: {fail: '+5000'}}]",
    TEN,
    NOBODY,
    "warn |  | unknown",
  ],
  [
    "and a budget that warns of it",
    "budgets: [{name: x, change: {fail: '+5000'}, unknown: warn}]",
    TEN,
    NOBODY,
    "warn | change warn | warn",
  ],
  ["and one that fails", `budgets: [{name: x, ${FAIL}}]`, TEN, NOBODY, "fail | change fail | fail"],
  ["a new job that nobody can estimate", `budgets: [{name: x, ${FAIL}}]`, null, NOBODY, "fail | change fail | fail"],
  ["in the sum", `budgets: [{name: x, per: pull_request, ${FAIL}}]`, TEN, NOBODY, "fail | change fail | unknown"],
  ["nobody could before either", `budgets: [{name: x, ${FAIL}}]`, NOBODY, STILL, "warn | change warn | warn"],
  [
    "nor does a stricter rule make it fail",
    `budgets: [{name: x, ${FAIL}}]\nrules: {budget/unknown: error}`,
    NOBODY,
    STILL,
    "warn | change warn | warn",
  ],
  ["a rule that is off", `budgets: [{name: x, ${FAIL}}]\nrules: {budget/unknown: off}`, TEN, NOBODY, "warn | change unknown | unknown"],
  ["what is mended", `budgets: [{name: x, ${FAIL}}]`, NOBODY, TEN, "pass |  | pass"],
  ["what is removed", `budgets: [{name: x, ${FAIL}}]`, NOBODY, null, "pass |  | pass"],
  ["its cost says so already", `budgets: [{name: x, cost: {fail: 1000}, ${FAIL}}]`, TEN, NOBODY, "fail | cost fail | fail"],
  ["what was over before and gets cheaper", "budgets: [{name: x, cost: {fail: 1}}]", THIRTY, TEN, "warn | cost warn | warn"],
  ["what was over before and is raised", "budgets: [{name: x, cost: {fail: 1}}]", TEN, THIRTY, "fail | cost fail | fail"],
  ["what was over before and is not touched", "budgets: [{name: x, cost: {fail: 1}}]", TEN, TEN, "pass | cost warn | warn"],
])("%s", (_what, config, before, after, expected) => expect(verdictOf(config, before, after)).toBe(expected));
