import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { RULES } from "../../src/model/diagnostic.js";
import { sarif } from "../../src/reporters/sarif.js";
import { changed, finding, report } from "./made.js";

const valid = new Ajv({ strict: false }).compile(JSON.parse(readFileSync("__tests__/reporters/sarif-shape.json", "utf8")));
const over = changed("a b", 1, 2, { verdict: "fail", file: "train/模型 [1].yml" });
const whole = finding(over, "budget/over", "error", "over", "ask");
const cases = {
  empty: [],
  "of a file": [whole],
  "of no file": [finding(null, "config/base-missing", "warning", "unread")],
  "of a range": [{ ...whole, end_line: 9 }],
  "of a range that ends before it begins": [{ ...whole, end_line: 1 }],
  "without a line": [{ ...whole, line: null, column: null }],
} as const;

test.each(Object.entries(cases))("SARIF %s is what the standard demands", (_name, findings) => {
  const log = JSON.parse(sarif.render(report([over], findings), {}));
  expect([valid(log), valid.errors]).toEqual([true, null]);
  expect(log.runs[0].results.length).toBe(findings.filter(({ file }) => file !== null).length);
});

test("every result names its rule by id and by place", () => {
  const [run] = JSON.parse(
    sarif.render(
      report(
        [over],
        Object.keys(RULES).map((rule) => finding(over, rule, "error", "x")),
      ),
      {},
    ),
  ).runs;
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
});
