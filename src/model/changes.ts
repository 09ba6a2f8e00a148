import type { Interval, JobReport } from "./report.js";
import { exactly, plus, scale } from "./units.js";

type Figure = "cost" | "gpu_hours";

/** After less before; null unless both are known: a job that nobody can estimate any more has saved nothing. */
export function difference(after: Interval | null, before: Interval | null): Interval | null {
  if (!after || !before) return null;
  const ends = [after.low - before.low, after.expected - before.expected, after.high - before.high];
  return { low: Math.min(...ends), expected: after.expected - before.expected, high: Math.max(...ends) };
}

export const NOTHING: Interval = exactly(0);

/** What all runs of a job take, from what one does; null stays unknown. */
export const overRuns = (one: Interval | null, runs: number): Interval | null => one && scale(one, runs);

/** What the change does to one job over all its runs, on both sides; null where it cannot be known. */
export function changeOverRuns({ change, runs, estimate }: JobReport, figure: Figure): Interval | null {
  if (change?.status === "unchanged") return NOTHING;
  if (change?.status !== "changed" || !change.base) return overRuns(change?.[figure] ?? null, runs);
  return difference(overRuns(estimate[figure], runs), overRuns(change.base[figure], change.base.runs));
}

/** Sums over the jobs whose change is known, and how many are left out of the sum of costs. All touched jobs unknown: no sum. */
export function sumOfChanges(jobs: readonly JobReport[]) {
  const touched = jobs.filter(isTouched);
  const sum = (figure: Figure) => {
    const known = touched.flatMap((job) => changeOverRuns(job, figure) ?? []);
    return known.length === 0 && touched.length > 0 ? null : known.reduce(plus, NOTHING);
  };
  const unknown = touched.filter((job) => changeOverRuns(job, "cost") === null).length;
  return { cost_change: sum("cost"), gpu_hours_change: sum("gpu_hours"), ...(unknown > 0 && { change_unknown: unknown }) };
}

/** A job that this change adds, alters or removes. */
export const isTouched = ({ change }: JobReport): boolean => change !== undefined && change.status !== "unchanged";

/** A job that is there after the change, or that nothing compares. */
export const isThere = ({ change }: JobReport): boolean => change?.status !== "removed";

/** A job that will run because of this change. */
export const isCommitted = (job: JobReport): boolean => isTouched(job) && isThere(job);
