import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/config.js";

const problems = (text: string) =>
  readConfig(`version: 1\n${text}`, ".traincost.yml", "2026-11-24").diagnostics.map(
    ({ rule, at, message }) => `${at?.line}:${rule} ${message}`,
  );

test.each([
  ["a budget that limits nothing", "budgets:\n  - name: x\n", ["3:config/invalid budget x limits nothing"]],
  ["only what may be used", "budgets: [{name: x, allow: {clouds: [aws]}}]", []],
  [
    "a limit beyond any number",
    "budgets: [{name: x, cost: {fail: 1e999}}]",
    ["2:config/invalid budgets.0.cost.fail should be an amount in US dollars, as in 500 USD"],
  ],
  [
    "a share that is no number",
    "budgets: [{name: x, change: {fail: +1..5%}}]",
    ["2:config/invalid budgets.0.change.fail should be an amount in US dollars, as in 500 USD"],
  ],
  [
    "a share of memory that is none",
    "budgets: [{name: x, memory: {fail: 9..5%}}]",
    ["2:config/invalid budgets.0.memory.fail should be a memory size, as in 80GiB or 24 GB (a bare number counts GiB)"],
  ],
  ["only the change", "budgets: [{name: x, change: {fail: +10%}}]", []],
  [
    "a waiver of no budget",
    "budgets: [{name: per-job, cost: {fail: 1}}]\nwaivers:\n  - {budget: per-jobb, job: a, until: 2026-12-31, reason: r}",
    ["4:config/invalid no budget is called per-jobb"],
  ],
  [
    "a day that is none",
    "budgets: [{name: x, cost: {fail: 1}}]\nwaivers:\n  - {budget: x, job: a, until: 2026-02-31, reason: r}",
    ['4:config/invalid "2026-02-31" is no day'],
  ],
  [
    "a day that is over",
    "budgets: [{name: x, cost: {fail: 1}}]\nwaivers:\n  - {budget: x, job: a, until: 2026-11-23, reason: r}",
    ["4:budget/waiver-ended the waiver of x ended on 2026-11-23"],
  ],
  ["the manifest's own budget", "waivers:\n  - {budget: manifest, job: a, until: 2026-12-31, reason: r}", []],
])("%s", (_what, text, expected) => expect(problems(text)).toEqual(expected));

test("every key of the reference is accepted", () => {
  const text = `currency: USD
discover: {include: ["train/**"], exclude: ["**/archive/**"]}
assumptions: {accelerator: A100-80GB, accelerators: 8, mfu: {H100: 0.40}}
prices: {max_age_days: 120, rates: [{accelerator: V100, usd_per_accelerator_hour: 2.5, cloud: nchc}]}
overrides: [{match: {paths: ["train/sft/**"]}, set: {data.tokens: 1.2B, resources.accelerator: H100}}]
budgets:
  - name: per-job
    match: {paths: ["train/sft/**"], formats: [axolotl], labels: {team: nlp}}
    per: job
    cost: {warn: 800, fail: 1500, at: expected}
    change: {warn: "+10%", fail: "+500"}
    gpu_hours: {fail: 2000}
    wall_hours: {fail: 72}
    hourly_cost: {fail: 100}
    memory: {warn: 85%, fail: 95%, at: high}
    accelerators: {fail: 64}
    allow: {accelerators: [H100, A100], clouds: [aws], regions: [eu-*]}
    unknown: warn
    message: "Ask #ml-platform"
rules: {memory/exceeds-device: error, time/no-limit: "off", cost/cheaper-option: notice}
waivers: [{budget: per-job, job: "train/sft/70b.yml", until: 2026-12-31, reason: agreed, issue: 412, cap: 2500}]
`;
  expect(problems(text)).toEqual([]);
});
