import { expect, test } from "@jest/globals";
import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";
import { formatNumber } from "../../src/model/words.js";
import { REPORTERS } from "../../src/reporters/index.js";
import { headline } from "../../src/reporters/order.js";
import { changed, finding, interval, job, report } from "./made.js";

const over = changed("sft-70b", 1200, 1900, { verdict: "fail" });
const error = finding(over, "budget/over", "error", 'a <b> & "c"');
const sweep = changed("sweep", 40, 40, { runs: 3 });
const made = report([{ ...over, findings: [error] }, changed("old", 50, 50), sweep, job("mystery", null)], [error]);
const { cost, gpu_hours } = made.summary;

test.each(["markdown", "html", "table"] as const)("%s: cost, GPU-hours, both ranges and both changes are the report's", (format) => {
  const text = REPORTERS[format].render(made, { width: 80 }).replaceAll("\u00a0", " ");
  for (const figures of ["2,070 (1,553 – 3,105) USD", "1,035 (776 – 1,553) GPU-hours", "+700"]) expect(text).toContain(figures);
  expect(text).toMatch(/(adds 700 USD\S* and 350|\+350) GPU-hours/);
});

const from = (runs: number, to: number) => {
  const one = changed("seeds", 40, 50, { runs: to });
  const base = { id: one.id, file: one.file, line: 3, runs, cost: interval(40), gpu_hours: interval(20), peak_gib: interval(45) };
  return report([{ ...one, ...(one.change && { change: { ...one.change, base } }) }]);
};

test.each([
  ["one run", 1, 1, "+10.0", null],
  ["several runs, each changed", 3, 3, "+10.0", "a run"],
  ["another number of runs, where one run alone tells nothing", 1, 10, "+460", "in all, runs 1 → 10"],
  ["fewer runs", 10, 1, "−350", "in all, runs 10 → 1"],
])("the change of a job says what it is of: %s", (_what, before, after, by, of) => {
  for (const format of ["table", "markdown", "html"] as const) {
    const text = REPORTERS[format].render(from(before, after), { width: 120 }).replaceAll("\u00a0", " ");
    expect(text).toMatch(new RegExp(`${by.replace("+", "\\+")}( USD)?(<br>[+−][\\d.,]+ %)?(<br>| )?${of ?? ""}`));
    expect(text.includes("a run") || text.includes("in all")).toBe(of !== null);
  }
});

test.each([
  [99.97, "100"],
  [9.996, "10.0"],
  [0.0999, "0.100"],
  [123.4, "123"],
  [12_345, "12,300"],
  [0, "0"],
])("%d has as many digits as what is shown of it: %s", (value, words) => expect(formatNumber(value)).toBe(words));

test("a sum over its limit is in the headline, for no job fails by it", () => {
  const sum = { ...finding(null, "budget/over", "error", "over"), budget: { name: "r", metric: "cost" } };
  expect(headline(report([job("a", 1)], [sum]))).toBe("1 job, 1 sum over its limit");
  expect(headline(report([job("a", 1)], [sum, { ...sum, message: "b" }]))).toBe("1 job, 2 sums over their limits");
});

test("json: to the last digit", () => {
  expect(JSON.parse(REPORTERS.json.render(made, {})).summary).toEqual(made.summary);
});

test("csv: its rows times their runs add up to the totals", () => {
  const [head = [], ...rows] = REPORTERS.csv
    .render(made, {})
    .trim()
    .split("\r\n")
    .map((row) => row.split(","));
  const column = (name: string) => rows.map((row) => Number(row[head.indexOf(name)]));
  const runs = column("runs");
  const total = (name: string) => column(name).reduce((sum, value, i) => sum + value * (runs[i] ?? 0), 0);
  expect([total("cost_usd_low"), total("cost_usd"), total("cost_usd_high")]).toEqual([cost?.low, cost?.expected, cost?.high]);
  expect([total("gpu_hours_low"), total("gpu_hours"), total("gpu_hours_high")]).toEqual([
    gpu_hours?.low,
    gpu_hours?.expected,
    gpu_hours?.high,
  ]);
  expect(total("cost_change_usd")).toBe(700);
});

/** Of the well-formed document; a malformed one throws. */
const parsed = (text: string) => new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, "text/xml");
const all = (text: string, name: string) => [...parsed(text).getElementsByTagName(name)];

test("junit: well-formed, its counts are its cases, its totals the report's", () => {
  const whole = finding(null, "budget/over", "error", "the repository's budget");
  const text = REPORTERS.junit.render({ ...made, findings: [error, whole] }, {});
  const [suite] = all(text, "testsuite");
  expect(suite?.getAttribute("tests")).toBe(String(all(text, "testcase").length));
  expect(suite?.getAttribute("failures")).toBe("2");
  expect(suite?.getAttribute("skipped")).toBe(String(all(text, "skipped").length));
  expect(all(text, "failure").map((each) => each.getAttribute("message"))).toEqual(['a <b> & "c"', "the repository's budget"]);
  const properties = new Map(all(text, "property").map((each) => [each.getAttribute("name"), Number(each.getAttribute("value"))]));
  expect(properties.get("cost_usd")).toBe(cost?.expected);
  expect(properties.get("gpu_hours_high")).toBe(gpu_hours?.high);
  expect(properties.get("cost_change_usd")).toBe(700);
});

test("junit: what was removed is no case, and what fails on no job is one", () => {
  const gone = job("gone", 5);
  const removed = { ...gone, change: { ...over.change, status: "removed" } } as typeof gone;
  expect(all(REPORTERS.junit.render(report([removed]), {}), "testcase").length).toBe(0);
  const text = REPORTERS.junit.render(report([], [finding(null, "budget/over", "error", "x")]), {});
  expect(all(text, "testcase").length).toBe(1);
});
