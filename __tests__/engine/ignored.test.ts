import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { runDiff } from "../../src/run.js";

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
