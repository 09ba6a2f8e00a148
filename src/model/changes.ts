import type { ChangeReport, Interval, JobReport } from "./report.js";

type Figure = "cost" | "gpu_hours";

/** After less before; null unless both are known: a job that nobody can estimate any more has saved nothing. */
export function difference(after: Interval | null, before: Interval | null): Interval | null {
  if (!after || !before) return null;
  const ends = [after.low - before.low, after.expected - before.expected, after.high - before.high];
  return { low: Math.min(...ends), expected: after.expected - before.expected, high: Math.max(...ends) };
}

export const NOTHING: Interval = { low: 0, expected: 0, high: 0 };

const times = (one: Interval | null, runs: number): Interval | null =>
  one && { low: one.low * runs, expected: one.expected * runs, high: one.high * runs };

/** What the change does to one job over all its runs, on both sides; null where it cannot be known. */
export function changeOverRuns({ change, runs, estimate }: JobReport, figure: Figure): Interval | null {
  if (change?.status === "unchanged") return NOTHING;
  if (change?.status !== "changed" || !change.base) return times(change?.[figure] ?? null, runs);
  return difference(times(estimate[figure], runs), times(change.base[figure], change.base.runs));
}

/** Sums over the jobs whose change is known, and how many are left out of the sum of costs. All touched jobs unknown: no sum. */
export function sumOfChanges(jobs: readonly JobReport[]) {
  const touched = jobs.filter(({ change }) => isTouched(change));
  const sum = (figure: Figure) => {
    const known = touched.flatMap((job) => changeOverRuns(job, figure) ?? []);
    return known.length === 0 && touched.length > 0 ? null : known.reduce(plus, NOTHING);
  };
  const unknown = touched.filter((job) => changeOverRuns(job, "cost") === null).length;
  return { cost_change: sum("cost"), gpu_hours_change: sum("gpu_hours"), ...(unknown > 0 && { change_unknown: unknown }) };
}

const isTouched = (change: ChangeReport | undefined) => change !== undefined && change.status !== "unchanged";

const plus = (a: Interval, b: Interval): Interval => ({ low: a.low + b.low, expected: a.expected + b.expected, high: a.high + b.high });
