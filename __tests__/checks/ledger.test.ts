import { expect, test } from "@jest/globals";
import { appended, type Entry, readLedger } from "../../src/checks/ledger.js";
import { periodAround } from "../../src/checks/periods.js";

const entry = (commit: string, job = "a.yml#a"): Entry => ({
  ...{ day: "2026-11-25", commit, job, cost: { low: 1, expected: 2, high: 3 }, gpu_hours: null },
  ...{ sources: [{ file: "a.yml", format: "axolotl" }], labels: {}, accelerator: "H100" },
});

test("appending twice is appending once, and what was there stays as it is", () => {
  const old = '{"day":"2026-01-01","commit":"c0","job":"x","cost":5}';
  const once = appended(old, "l", [entry("c1"), entry("c1", "b.yml#b")]);
  expect(once.startsWith(`${old}\n`)).toBe(true);
  expect(appended(once, "l", [entry("c1", "b.yml#b"), entry("c1")])).toBe(once);
  expect(readLedger(once, "l").entries).toEqual([expect.objectContaining({ job: "x" }), entry("c1"), entry("c1", "b.yml#b")]);
});

test("a union merge that keeps a line twice counts it once", () => {
  const line = appended("", "l", [entry("c1")]);
  expect(readLedger(line + line, "l").entries).toEqual([entry("c1")]);
});

test.each([
  ["a conflict marker", "<<<<<<< HEAD"],
  ["a line cut short", '{"day":"2026-11-25","comm'],
  ["a negative amount", '{"day":"2026-11-25","commit":"c","job":"j","cost":-5}'],
  ["a day that is a word", '{"day":"today","commit":"c","job":"j","cost":5}'],
  ["a list", "[1]"],
])("%s is said at its line, and the others count", (_what, wrong) => {
  const good = JSON.stringify(entry("c1"));
  const { entries, diagnostics } = readLedger(`${good}\n${wrong}\n\n`, "l");
  expect(entries).toHaveLength(1);
  expect(diagnostics.map(({ rule, at }) => `${rule} ${at?.line}`)).toEqual(["ledger/malformed 2"]);
});

test.each([
  ["2026-11-25", "month", "2026-11-01", "2026-11-30"],
  ["2024-02-29", "month", "2024-02-01", "2024-02-29"],
  ["2026-11-25", "quarter", "2026-10-01", "2026-12-31"],
  ["2026-11-25", "year", "2026-01-01", "2026-12-31"],
  ["2026-11-25", "week", "2026-11-23", "2026-11-29"],
  ["2027-01-03", "week", "2026-12-28", "2027-01-03"],
] as const)("%s is in the %s from %s to %s", (day, period, from, to) => expect(periodAround(day, period)).toEqual({ from, to }));
