import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { REPORTERS } from "../../src/reporters/index.js";
import { run } from "../../src/run.js";

const job = (name: string, tokens: string, accelerator = "H100") =>
  `apiVersion: traincost/v1\nname: ${name}\nmodel: {id: gpt2}\ntraining: {tokens: ${tokens}, sequence_length: 1024, micro_batch_size: 4}\nresources: {${accelerator === "" ? "" : `accelerator: ${accelerator}, accelerators_per_node: 1, price_per_accelerator_hour: 2}`}${accelerator === "" ? "}" : ""}\nlabels: {team: nlp}\n`;
const FILES = { "a.traincost.yml": job("a", "10B"), "b.traincost.yml": job("b", "10B") };

function judged(config: string, files: Readonly<Record<string, string>> = FILES) {
  const outcome = run({
    snapshot: snapshotOf(files),
    paths: ["."],
    config: { text: `version: 1\n${config}`, file: ".traincost.yml" },
    today: "2026-11-24",
    version: "0",
    scope: "check",
  });
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join("; "));
  const { report } = outcome;
  return {
    verdict: report.summary.verdict,
    rules: report.findings.filter(({ rule }) => rule.startsWith("budget")).map(({ rule, job: of }) => `${rule} ${of ?? "all"}`),
    messages: report.findings.map(({ message }) => message),
    limits: report.budgets.map(({ metric, limit }) => `${metric} ${limit}`),
    comment: REPORTERS.markdown.render(report, {}),
  };
}

test.each([
  ["under the limit", "budgets: [{name: x, cost: {fail: 1000}}]", "pass", []],
  ["over it", "budgets: [{name: x, cost: {fail: 1}}]", "fail", ["budget/over a.traincost.yml#a", "budget/over b.traincost.yml#b"]],
  [
    "over the warning level",
    "budgets: [{name: x, cost: {warn: 1, fail: 1000}}]",
    "warn",
    ["budget/near a.traincost.yml#a", "budget/near b.traincost.yml#b"],
  ],
  ["a sum over all jobs", "budgets: [{name: x, per: repository, gpu_hours: {fail: 0.1}}]", "fail", ["budget/over all"]],
  [
    "only where it matches",
    "budgets: [{name: x, match: {paths: [a.traincost.yml]}, cost: {fail: 1}}]",
    "fail",
    ["budget/over a.traincost.yml#a"],
  ],
  ["no A10 is an H100", "budgets: [{name: x, match: {accelerators: [A10]}, cost: {fail: 1}}]", "pass", ["budget/no-match all"]],
  [
    "an H100 is",
    "budgets: [{name: x, match: {accelerators: [H100], labels: {team: nlp}}, per: repository, cost: {fail: 1}}]",
    "fail",
    ["budget/over all"],
  ],
  ["a share of memory, also in a sum", "budgets: [{name: x, per: repository, memory: {fail: 95%}}]", "pass", []],
  ["a rule turned off", 'budgets: [{name: x, cost: {fail: 1}}]\nrules: {budget/over: "off"}', "pass", []],
  [
    "a waiver",
    "budgets: [{name: x, cost: {fail: 1}, match: {paths: [a.traincost.yml]}}]\nwaivers: [{budget: x, job: a, until: 2026-12-31, reason: agreed}]",
    "pass",
    ["budget/waived a.traincost.yml#a"],
  ],
  [
    "a waiver's cap",
    "budgets: [{name: x, cost: {fail: 1}, match: {paths: [a.traincost.yml]}}]\nwaivers: [{budget: x, job: a, until: 2026-12-31, reason: agreed, cap: 2}]",
    "fail",
    ["budget/over a.traincost.yml#a"],
  ],
  [
    "a waiver that has ended",
    "budgets: [{name: x, cost: {fail: 1}, match: {paths: [a.traincost.yml]}}]\nwaivers: [{budget: x, job: a, until: 2026-01-31, reason: agreed}]",
    "fail",
    ["budget/waiver-ended all", "budget/over a.traincost.yml#a"],
  ],
])("%s", (_, config, verdict, rules) => {
  expect(judged(config)).toMatchObject({ verdict, rules });
});

test("what cannot be estimated fails only where a budget says so", () => {
  const files = { "c.traincost.yml": job("c", "10B", "") };
  expect(judged("budgets: [{name: x, cost: {fail: 1}}]", files).verdict).toBe("pass");
  expect(judged("budgets: [{name: x, cost: {fail: 1}, unknown: warn}]", files)).toMatchObject({
    verdict: "warn",
    rules: ["budget/unknown c.traincost.yml#c"],
  });
  expect(judged("budgets: [{name: x, cost: {fail: 1}, unknown: fail}]", files).verdict).toBe("fail");
  expect(judged("budgets: [{name: x, per: repository, cost: {fail: 1e9}, unknown: fail}]", { ...FILES, ...files }).verdict).toBe("fail");
});

test.each([
  ["a card that is not allowed", "budgets: [{name: x, allow: {accelerators: [A100, L40S]}}]", "fail"],
  ["one that is", "budgets: [{name: x, allow: {accelerators: [H100]}}]", "pass"],
  ["a cloud nobody named", "budgets: [{name: x, allow: {clouds: [aws], regions: [eu-*]}}]", "pass"],
  ["a card that is denied", "budgets: [{name: x, deny: {accelerators: [H100]}}]", "fail"],
  ["denied beats allowed", "budgets: [{name: x, allow: {accelerators: [H100]}, deny: {accelerators: [H100]}}]", "fail"],
  ["a card by another of its names", "budgets: [{name: x, deny: {accelerators: [NVIDIA H100 80GB HBM3]}}]", "fail"],
  ["allowed by another of its names", "budgets: [{name: x, allow: {accelerators: [H100-80GB]}}]", "pass"],
  ["a denied card that nobody knows is told", "budgets: [{name: x, deny: {accelerators: [H1000]}}]", "warn"],
  ["a price of one", "prices: {rates: [{accelerator: V1000, usd_per_accelerator_hour: 2}]}", "warn"],
  ["all cards of a family are known", "budgets: [{name: x, deny: {accelerators: [A100, RTX]}}]", "pass"],
  ["another one is denied", "budgets: [{name: x, deny: {accelerators: [A100], clouds: [aws]}}]", "pass"],
  [
    "a denied card that a waiver lets pass",
    "budgets: [{name: x, deny: {accelerators: [H100]}}]\nwaivers: [{budget: x, job: '*.yml', until: 2026-12-31, reason: r}]",
    "pass",
  ],
  ["a denial that only warns", "budgets: [{name: x, deny: {accelerators: [H100]}}]\nrules: {policy/denied: warning}", "warn"],
  ["too many accelerators", "budgets: [{name: x, accelerators: {fail: 0.5}}]", "fail"],
  ["few enough", "budgets: [{name: x, accelerators: {fail: 1}}]", "pass"],
])("%s", (_what, config, verdict) => expect(judged(config).verdict).toBe(verdict));

test("a cloud and a region that are not allowed are told at their line", () => {
  const files = {
    "a.traincost.yml": `${job("a", "10B").replace("labels:", "  cloud: aws\n  region: us-east-1\nlabels:").replace("resources: {accelerator", "resources:\n  accelerator").replace(", accelerators_per_node: 1, price_per_accelerator_hour: 2}", "\n  accelerators_per_node: 1")}`,
  };
  const outcome = run({
    snapshot: snapshotOf(files),
    paths: ["."],
    config: { text: "version: 1\nbudgets: [{name: x, allow: {clouds: [gcp], regions: [eu-*]}}]", file: ".traincost.yml" },
    today: "2026-11-24",
    version: "0",
    scope: "check",
  });
  const told = outcome.ok ? outcome.report.findings.filter(({ rule }) => rule === "policy/not-allowed") : [];
  expect(told.map(({ line, message }) => `${line} ${message}`)).toEqual([
    "8 budget x: aws is not among the clouds it allows: gcp",
    "9 budget x: us-east-1 is not among the regions it allows: eu-*",
  ]);
});

test("another end of the range than the one a table shows is named", () => {
  const said = (at: string) => judged(`budgets: [{name: x, match: {paths: [a.traincost.yml]}, cost: {fail: 1, at: ${at}}}]`).messages[0];
  expect(said("high")).toMatch(/^budget x: [\d.]+ USD at the high end of its range is over the limit of 1.00 USD$/);
  expect(said("expected")).toMatch(/^budget x: [\d.]+ USD is over the limit of 1.00 USD$/);
});

test.each([
  ["two", job("a", "10B", ""), "time and cost cannot be estimated: the accelerator is unknown"],
  ["three", "apiVersion: traincost/v1\nname: a\n", "memory, time and cost cannot be estimated: no model is named"],
])("what one key keeps from being estimated is a list: %s", (_, text, message) => {
  expect(judged("", { "a.traincost.yml": text }).messages).toContain(message);
});

test("a share of a card that is not named is no limit of 0", () => {
  const config = "budgets: [{name: x, memory: {fail: 80%}}, {name: y, memory: {fail: 20GiB}}]";
  const { limits, comment } = judged(config, { "a.traincost.yml": job("a", "10B", "") });
  expect(limits).toEqual(["memory null", "memory 20"]);
  expect(comment).not.toContain("| 0 GiB |");
});
