import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run, runDiff } from "../../src/run.js";

const RECIPE = "base_model: gpt2\ndatasets: [{path: tatsu-lab/alpaca, type: alpaca}]\nmicro_batch_size: 1\nsequence_len: 512\n";
const IGNORED = `# traincost: ignore\n${RECIPE}`;

/** A pull request may say that a file is no business of ours, and whoever reads the report sees it. */
test.each<[string, string, string, string, string]>([
  ["a notice", "", RECIPE, IGNORED, "pass notice"],
  ["a rule that forbids it", "rules: {input/ignored: error}", RECIPE, IGNORED, "fail error"],
  ["a new file", "rules: {input/ignored: error}", "x: 1\n", IGNORED, "fail error"],
  ["what was ignored before", "rules: {input/ignored: error}", IGNORED, `${IGNORED}# x\n`, "warn warning"],
  ["a file that trains nothing", "", "x: 1\n", "# traincost: ignore\nx: 1\n", "pass"],
])("# traincost: ignore is told: %s", (_what, more, before, after, expected) => {
  const outcome = runDiff({
    base: snapshotOf({ "a.yml": before }),
    head: snapshotOf({ "a.yml": after }),
    paths: ["."],
    config: { text: `version: 1\n${more}\n`, file: ".traincost.yml" },
    today: "2026-11-24",
    version: "0",
    scope: "check",
  });
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join("; "));
  const { findings, summary } = outcome.report;
  const told = findings.filter(({ rule }) => rule === "input/ignored").map(({ severity }) => severity);
  expect([summary.verdict, ...told].join(" ")).toBe(expected);
});

/** What is said of a file with `# traincost:` lines beside a job. */
test.each<[string, string, readonly string[]]>([
  ["that no format knows", "# traincost: model.id=gpt2\ntrainer: {max_epochs: 3}\n", ["o.yml:1"]],
  ["that is a recipe", `# traincost: data.tokens=1B\n${RECIPE}`, []],
  ["that is left out", "# traincost: ignore\n# traincost: model.id=gpt2\nx: 1\n", []],
  ["that says nothing of a job", "# traincost: labels.team=nlp\nx: 1\n", []],
])("# traincost: in a file %s", (_what, text, places) => {
  const snapshot = snapshotOf({ "a.yml": RECIPE, "o.yml": text });
  const outcome = run({ snapshot, paths: ["."], config: null, today: "2026-11-24", version: "0", scope: "check" });
  const told = outcome.ok ? outcome.report.findings.filter(({ rule }) => rule === "input/no-job") : [];
  expect(told.map(({ file, line }) => `${file}:${line}`)).toEqual(places);
});
