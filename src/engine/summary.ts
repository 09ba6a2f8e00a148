import { isThere, overRuns } from "../model/changes.js";
import type { Interval, JobReport, Report } from "../model/report.js";
import { plus } from "../model/units.js";

type Tally = Pick<Report["summary"], "jobs" | "estimated" | "refused" | "failed" | "warned" | "warned_before" | "gpu_hours" | "cost">;

/** How many jobs there are and what became of them, and what all their runs take. What stands in a job that a change leaves alone makes no verdict worse: it is counted apart. */
export function tallyOf(all: readonly JobReport[]): Tally {
  const jobs = all.filter(isThere);
  const count = (is: (job: JobReport) => boolean) => jobs.filter(is).length;
  const stood = count(({ verdict, change }) => verdict === "warn" && change?.status === "unchanged");
  return {
    jobs: jobs.length,
    estimated: count(({ estimate }) => estimate.cost !== null || estimate.memory_gib.peak !== null),
    refused: count(({ estimate }) => estimate.refused.length > 0),
    failed: count(({ verdict }) => verdict === "fail"),
    warned: count(({ verdict }) => verdict === "warn") - stood,
    ...(stood > 0 && { warned_before: stood }),
    gpu_hours: totalOf(jobs, ({ estimate }) => estimate.gpu_hours),
    cost: totalOf(jobs, ({ estimate }) => estimate.cost),
  };
}

/** Sum over all runs of the jobs that have the figure; null where none has. */
function totalOf(jobs: readonly JobReport[], pick: (job: JobReport) => Interval | null): Interval | null {
  const known = jobs.flatMap((job) => overRuns(pick(job), job.runs) ?? []);
  return known.length === 0 ? null : known.reduce(plus);
}
