import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { REPORTERS } from "../../src/reporters/index.js";
import { changed, finding, interval, job, report } from "./made.js";

const options = { blobUrl: "https://github.example/o/r/blob/abc/", runUrl: "https://github.example/o/r/actions/runs/1" };
const over = changed("sft-70b", 1200, 1900, { verdict: "fail" });
const same = changed("old", 50, 50);
const mended = changed("sft", 1900, 1200);
const resolved = { ...mended, ...(mended.change && { change: { ...mended.change, base_verdict: "fail" as const } }) };
const gone = job("dropped", 300, {
  verdict: "pass",
  change: {
    status: "removed",
    cost: { low: -450, expected: -300, high: -225 },
    gpu_hours: interval(-150),
    peak_gib: null,
    base_verdict: "pass",
    base: null,
    inputs: [],
  },
});
const unknown = job("mystery", null);
const hostile = changed("@team #12 | `x` <img src=x> [a](https://evil.example) \u202egnp", 5, 6, {
  file: "train/@team/`|[x](y).yml",
  verdict: "fail",
});
const budget = {
  name: "per-job",
  per: "job",
  metric: "cost",
  job: over.id,
  limit: 1500,
  measured: 1900,
  unit: "USD",
  verdict: "fail",
  source: { file: ".traincost.yml", line: 7 },
} as const;

/** What the Action finds on the base branch. */
const policy = { file: ".traincost.yml", sha: "0123456789abcdef0123456789abcdef01234567", overridden_by: null, overrode: [], waivers: [] };

/** Case → report; how its comment reads is `cases/<case>.md`. */
const CASES = {
  "one-fails": {
    ...report(
      [over, same],
      [finding(over, "budget/over", "error", "1,900 USD is over the 1,500 USD of per-job", "Ask the platform team")],
      [budget],
    ),
    policy,
  },
  "all-green": report([changed("sft", 100, 80), same]),
  none: report([]),
  refusals: report(
    [unknown],
    [
      finding(
        unknown,
        "estimate/refused",
        "notice",
        "cost: the data set's size is not written",
        "add data.tokens, as in # traincost: data.tokens=…",
      ),
    ],
  ),
  resolved: report([resolved, same]),
  removed: report([gone, same]),
  "no-base": report([job("sft", 100)], [finding(null, "config/base-missing", "warning", "The base commit's config could not be read")]),
  hostile: report([hostile], [finding(hostile, "budget/over", "error", "@team see #12 and GH-3, deadbeef0 <b>now</b> $x$ :tada:")]),
};

test.each(Object.entries(CASES))("the comment of %s", (name, made) => {
  const file = `__tests__/reporters/cases/${name}.md`;
  const text = REPORTERS.markdown.render(made, options);
  if (process.env.UPDATE_GOLDENS) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test("five hundred changed jobs leave whole lines out, and say how many", () => {
  const jobs = Array.from({ length: 500 }, (_, i) => changed(`job-${i}`, 100, 100 + i + 1));
  const text = REPORTERS.markdown.render(report(jobs), options);
  expect(text.length).toBeLessThanOrEqual(60_000);
  expect(text).toMatch(/^### ✅ traincost passes: 500 jobs/);
  expect(text).toMatch(/and \d+ more lines/);
  const rows = text.split("\n").filter((line) => /^\| (✅|❌)/.test(line));
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.every((row) => row.endsWith(" |"))).toBe(true);
});

test("a job summary holds all of them, and never more than its octets", () => {
  const jobs = Array.from({ length: 500 }, (_, i) => changed(`模型-${i}`, 100, 100 + i + 1));
  const all = REPORTERS.markdown.render(report(jobs), { ...options, maxBytes: 1_000_000 });
  expect(all).not.toMatch(/more lines/);
  expect(all.split("\n").filter((line) => /^\| ✅/.test(line)).length).toBe(500);
  const cut = REPORTERS.markdown.render(report(jobs), { ...options, maxBytes: 100_000 });
  expect(new TextEncoder().encode(cut).length).toBeLessThanOrEqual(100_000);
  expect(cut).toMatch(/and \d+ more lines/);
});
