import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/config.js";
import { parentsOf, referenceOf } from "../../src/config/extends.js";

type Files = Readonly<Record<string, string>>;
const FILE = ".traincost.yml";

/** Reads as a shell does: what is asked for, from the files by key. */
function read(files: Files, file = FILE, help?: string) {
  const text = `version: 1\n${files[file]}`;
  const walk = parentsOf(text, file);
  let step = walk.next();
  while (!step.done) {
    const body: string | undefined = files[step.value.key];
    step = walk.next(body === undefined ? undefined : `version: 1\n${body}`);
  }
  return readConfig(text, file, "2026-11-24", { texts: step.value, ...(help !== undefined && { help }) });
}
const problems = (files: Files, help?: string) =>
  read(files, FILE, help).diagnostics.map(
    ({ at, message, help: instead }) => `${at?.file}:${at?.line} ${message}${instead ? `; ${instead}` : ""}`,
  );

test.each([
  ["./policies/org.yml", ".traincost.yml", "policies/org.yml"],
  ["./org.yml", ".github/traincost.yml", ".github/org.yml"],
  ["../policies/org.yml", ".github/traincost.yml", "policies/org.yml"],
  ["./org.yml", "../../.traincost.yml", "../../org.yml"],
  ["acme/policies/train/org.yml@v1.2", ".traincost.yml", "acme/policies/train/org.yml@v1.2"],
  ["./more.yml", "acme/policies/train/org.yml@v1", "acme/policies/train/more.yml@v1"],
  ["../org.yml", ".traincost.yml", null],
  ["../../org.yml", ".github/traincost.yml", null],
  ["../org.yml", "../.traincost.yml", null],
  ["../../x.yml", "acme/policies/train/org.yml@v1", null],
  ["acme/policies/../../x.yml@v1", ".traincost.yml", null],
  ["org.yml", ".traincost.yml", null],
  ["/etc/org.yml", ".traincost.yml", null],
  ["acme/policies/org.yml", ".traincost.yml", null],
  ["https://example.org/org.yml@v1", ".traincost.yml", null],
  ["./id_rsa", ".traincost.yml", null],
])("%s from %s is %s", (text, from, key) => expect(referenceOf(text, from)?.key ?? null).toBe(key));

test("lists follow the parent's; what is one value is the child's", () => {
  const { config, diagnostics } = read({
    [FILE]: `extends: ./org.yml
ledger: own.jsonl
assumptions: {accelerator: H100}
prices: {rates: [{accelerator: H100, usd_per_accelerator_hour: 2}]}
overrides: [{set: {runs: 2}}]
budgets: [{name: own, cost: {fail: 1}}]
rules: {time/no-limit: "off"}
waivers: [{budget: org, job: a, until: 2026-12-31, reason: r}]`,
    "org.yml": `ledger: org.jsonl
assumptions: {accelerator: A100-80GB, accelerators: 8}
prices: {max_age_days: 30, rates: [{accelerator: H100, usd_per_accelerator_hour: 3}]}
overrides: [{set: {runs: 3}}]
budgets: [{name: org, cost: {fail: 100}}]
rules: {memory/tight: warning}
waivers: [{budget: org, job: b, until: 2026-12-31, reason: r}]
override: {label: break-glass}`,
  });
  expect(diagnostics).toEqual([]);
  expect(config).toMatchObject({
    ...{ file: FILE, ledger: "own.jsonl", max_age_days: 30, override: { label: "break-glass" } },
    assumptions: { accelerator: "H100", accelerators: 8, rates: [{ usd_per_accelerator_hour: 2 }, { usd_per_accelerator_hour: 3 }] },
    overrides: [{ set: { runs: { value: 3 } } }, { set: { runs: { value: 2 } } }],
    budgets: [
      { name: "org", place: { file: "org.yml" } },
      { name: "own", place: { file: FILE } },
    ],
    rules: { "memory/tight": "warning", "time/no-limit": "off" },
    waivers: [{ job: "b" }, { job: "a" }],
  });
});

test("a budget that the parent lets be replaced is", () => {
  const org = "budgets: [{name: x, overridable: true, cost: {fail: 100}}]";
  const { config } = read({ [FILE]: "extends: ./org.yml\nbudgets: [{name: x, cost: {fail: 5}}]", "org.yml": org });
  expect(config?.budgets.map(({ limits }) => limits.cost?.fail?.value)).toEqual([5]);
});

const chain = (length: number): Files =>
  Object.fromEntries(
    Array.from({ length: length + 1 }, (_, i) => [i === 0 ? FILE : `p${i}.yml`, i < length ? `extends: ./p${i + 1}.yml` : "rules: {}"]),
  );
const ORG = "budgets: [{name: x, cost: {fail: 100}}]\nrules: {budget/over: error}\noverride: {label: glass}";

test.each<[string, Files, string[]]>([
  ["three deep", chain(3), []],
  ["four deep", chain(4), ["p3.yml:2 extends: more than 3 configs build on each other; join some of them"]],
  [
    "a circle",
    { [FILE]: "extends: ./a.yml", "a.yml": "extends: ./.traincost.yml" },
    ["a.yml:2 extends: the configs build on each other: .traincost.yml → a.yml → .traincost.yml"],
  ],
  [
    "itself",
    { [FILE]: "extends: ./.traincost.yml" },
    [".traincost.yml:2 extends: the configs build on each other: .traincost.yml → .traincost.yml"],
  ],
  [
    "a file that is not there",
    { [FILE]: "# one\nextends: ./no.yml\nwaivers: [{budget: x, job: a, until: 2026-12-31, reason: r}]" },
    [".traincost.yml:3 extends: there is no file no.yml"],
  ],
  [
    "a mistake in the parent, at its line",
    { [FILE]: "extends: ./a.yml", "a.yml": "budgetz: []" },
    ['a.yml:2 unknown key "budgetz"; did you mean "budgets"?'],
  ],
  [
    "a budget of the parent's",
    { [FILE]: "extends: ./a.yml\nbudgets:\n  - {name: x, cost: {fail: 1e9}}", "a.yml": ORG },
    [".traincost.yml:4 the budget x is defined in a.yml; give this one another name, or let that one say overridable: true"],
  ],
  [
    "a severity of the parent's",
    { [FILE]: 'extends: ./a.yml\nrules: {budget/over: "off"}', "a.yml": ORG },
    [".traincost.yml:3 the severity of budget/over is set in a.yml; remove it here"],
  ],
  ["the same severity", { [FILE]: "extends: ./a.yml\nrules: {budget/over: error}", "a.yml": ORG }, []],
  [
    "a label beside the parent's",
    { [FILE]: "extends: ./a.yml\noverride: {label: mine}", "a.yml": ORG },
    [".traincost.yml:3 override is set in a.yml; remove it here"],
  ],
  [
    "no reference",
    { [FILE]: "extends: org" },
    [
      '.traincost.yml:2 extends: "org" is no config of this repository, and none of another at a ref; extends: ./policies/org.yml, or extends: owner/repo/policy.yml@v1',
    ],
  ],
  [
    "outside the repository",
    { [FILE]: "extends: ../up.yml", "../up.yml": "rules: {}" },
    [
      '.traincost.yml:2 extends: "../up.yml" is no config of this repository, and none of another at a ref; extends: ./policies/org.yml, or extends: owner/repo/policy.yml@v1',
    ],
  ],
  [
    "another repository's, and its own parent",
    { [FILE]: "extends: o/r/a.yml@v1", "o/r/a.yml@v1": "extends: ./b.yml", "o/r/b.yml@v1": "budgets: []" },
    [],
  ],
])("extends: %s", (_what, files, expected) => expect(problems(files)).toEqual(expected));

test("another repository's that nobody read says what to do", () => {
  expect(problems({ [FILE]: "extends: o/r/a.yml@v1" }, "give it with --policy FILE")).toEqual([
    ".traincost.yml:2 extends: o/r/a.yml@v1 could not be read; give it with --policy FILE",
  ]);
});

test("a key that every object has is no parent", () => {
  expect(readConfig("version: 1\nextends: ./constructor.yml", FILE, "2026-11-24", { texts: {} }).config).toBeNull();
});
