import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { readConfig } from "../../src/config/config.js";

const valid = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync("schema/config.schema.json", "utf8")));
const read = (text: string) => readConfig(text, "c.yml", "2026-11-24");
const told = (text: string) => read(text).diagnostics.map(({ at, message, help }) => `${at?.line} ${message}${help ? `; ${help}` : ""}`);

/** An editor that knows the schema and the reader say the same of all that a schema can say. */
test.each<[string, boolean]>([
  ["version: 1", true],
  ["version: 1.0", true],
  ['version: "1"', false],
  ["version: 2", false],
  ["budgets: []", false],
  ["version: 1\nbudgets: {name: x}", false],
  ["version: 1\nbudgets: [{cost: {fail: 1}}]", false],
  ["version: 1\nbudgets: [{name: x, cost: 500}]", false],
  ["version: 1\nbudgets: [{name: x, cost: {fail: [1]}}]", false],
  ["version: 1\nbudgets: [{name: x, cost: {fail: 1, at: most}}]", false],
  ["version: 1\nbudgets: [{name: x, per: day, cost: {fail: 1}}]", false],
  ["version: 1\nbudgets: [{name: x, deny: {cards: [H100]}}]", false],
  ["version: 1\nbudgets: [{name: x, deny: {accelerators: H100}}]", false],
  ["version: 1\nbudgets: [{name: x, deny: {accelerators: [H100]}, overridable: true}]", true],
  ["version: 1\nbudgets: [{name: x, match: {labels: {team: nlp}, owners: ['@o/nlp']}, cost: {warn: 1, fail: 1_000}}]", true],
  ["version: 1\nbudgets: [{name: x, match: {labels: {team: 7}}, cost: {fail: 1}}]", false],
  ["version: 1\nrules: {time/no-limit: off}", true],
  ["version: 1\nrules: {time/no-limit: none}", false],
  ["version: 1\noverride: {label: glass, reason: r}", true],
  ["version: 1\noverride: {reason: r}", false],
  ["version: 1\noverride: glass", false],
  ["version: 1\nextends: 7", false],
  [
    "version: 1\nbudgets: [{name: x, cost: {fail: 1}}]\nwaivers: [{budget: x, job: a, until: 2026-12-31, reason: r, issue: 4, cap: 2}]",
    true,
  ],
  ["version: 1\nbudgets: [{name: x, cost: {fail: 1}}]\nwaivers: [{budget: x, job: a, until: soon, reason: r}]", false],
  ["version: 1\nbudgets: [{name: x, per: year, cost: {fail: 1}}]\nwaivers: [{budget: x, until: 2026-12-31, reason: r}]", true],
  ["version: 1\nbudgets: [{name: x, per: year, cost: {fail: 1}}]\nwaivers: [{budget: x, until: 2026-12-31, reason: ''}]", false],
])("schema and reader on %j: %s", (text, good) => expect([valid(parse(text)), read(text).config !== null]).toEqual([good, good]));

/** What no schema says, and YAML that reads otherwise than it looks. */
test.each<[string, string]>([
  [
    "budgets: [{name: x, cost: {fail: 500 EUR}}]",
    "2 budgets.0.cost.fail should be an amount in US dollars, as in 500 USD: EUR is not converted, for its rate changes every day",
  ],
  [
    "budgets: [{name: x, hourly_cost: {fail: €5}}]",
    "2 budgets.0.hourly_cost.fail should be an amount in US dollars, as in 500 USD: € is not converted, for its rate changes every day",
  ],
  [
    "budgets: [{name: x, change: {fail: +500 GBP}}]",
    "2 budgets.0.change.fail should be an amount in US dollars, as in 500 USD: GBP is not converted, for its rate changes every day",
  ],
  ['budgets: [{name: x, cost: {fail: "1,5"}}]', "2 budgets.0.cost.fail should be an amount in US dollars, as in 500 USD"],
  [
    "budgets: [{name: x, cost: {fail: .nan}}]",
    "2 budgets.0.cost.fail should be a number or a text, in quotes where it looks like a number",
  ],
  ["budgets: [{name: x, cost: {fail: -1}}]", "2 budgets.0.cost.fail should be an amount in US dollars, as in 500 USD"],
  ["budgets: [{name: x, accelerators: {fail: -1}}]", "2 budgets.0.accelerators.fail should be a number of accelerators"],
  ["budgets: [{name: x, cost: {at: high}}]", "2 budgets.0.cost limits nothing; add warn or fail, as in {fail: 500}"],
  [
    "budgets: [{name: x, cost: {warn: 9, fail: 5}}]",
    "2 budgets.0.cost warns above what fails already: nothing would ever warn; let warn be the smaller one",
  ],
  ["budgets: [{name: manifest, cost: {fail: 5}}]", '2 "manifest" is the name of a manifest\'s own budget; give this one another name'],
  [
    "budgets: [{name: x, cost: {fail: 1}}]\nwaivers: [{budget: x, until: 2026-12-31, reason: r}]",
    "3 budget x judges each job, and this waiver names none; add job: its id, name, or a glob",
  ],
  ["rules: {time/no-limits: off}", '2 there is no rule "time/no-limits"; did you mean time/no-limit?'],
  ["ledger: 7", "2 ledger should be a text, in quotes where it looks like a number"],
  ["override: {label: ''}", "2 override.label is empty"],
  ["currency: EUR", "2 currency should be one of USD"],
  ["budgets: []\nbudgets: []", '3 the key "budgets" stands twice; keep one of them'],
  ["budgets:\n\t- {name: x}", expect.stringMatching(/^3 this is not valid YAML/) as unknown as string],
  ["---\nversion: 1", "1 the config is one document, and this file has several; remove the lines ---"],
])("%j is refused", (text, expected) => expect(told(`version: 1\n${text}`)).toEqual([expected]));

test("a list is no config", () => expect(told("- version: 1")).toEqual(["1 the config should be a mapping of keys to values"]));

test.each(["", "\n", "# nothing yet\n", "---\n", "null\n"])("an empty config is refused: %j", (text) =>
  expect(told(text)).toEqual(["1 the config is empty; version: 1"]),
);

test.each([
  ["1,500 USD", 1500],
  ["$2.5k", 2500],
  ["1_000", 1000],
  ["1e3", 1000],
  ["1.5K", 1500],
  ["500", 500],
  ["US$ 12.50", 12.5],
])("an amount of %s is %d", (text, value) =>
  expect(
    read(`version: 1\nbudgets: [{name: x, cost: {fail: "${text}"}}]`).config?.budgets[0]?.limits.cost?.fail?.value ??
      told(`version: 1\nbudgets: [{name: x, cost: {fail: "${text}"}}]`),
  ).toBe(value),
);
