import { matches } from "../config/match.js";
import type { Budget, Limit, Metric, Waiver } from "../config/types.js";
import type { BudgetReport } from "../model/policy.js";
import type { FindingReport, Interval, JobReport } from "../model/report.js";
import { type JudgedChange, matchedOf, named } from "./input.js";
import { allRuns, type Entry, isTouched } from "./ledger.js";
import { atEnd, unitOf } from "./metrics.js";
import { isPeriod, periodAround } from "./periods.js";
import { notRaised, STOOD } from "./stood.js";
import { lets, waivedUntil, waiverFor } from "./waivers.js";

/** What a job adds to a sum, over all its runs. */
const ADDS: Readonly<Record<Exclude<Metric, "memory">, (job: JobReport) => Interval | null>> = {
  cost: ({ estimate, runs }) => allRuns(estimate.cost, runs),
  gpu_hours: ({ estimate, runs }) => allRuns(estimate.gpu_hours, runs),
  wall_hours: ({ estimate }) => estimate.wall_hours,
  hourly_cost: ({ estimate }) => same(estimate.hourly_cost),
  accelerators: ({ resources }) => same(typeof resources.accelerators === "number" ? resources.accelerators : null),
};
const same = (n: number | null): Interval | null => (n === null ? null : { low: n, expected: n, high: n });

/** What is judged beside the jobs of the change: merged commitments, and the day that says which period. */
export interface Committed {
  readonly entries: readonly Entry[];
  readonly waivers: readonly Waiver[];
  /** ISO date. */
  readonly today: string;
}

/** Budgets of the pull request and of periods, over jobs that carry what they were on base. Only jobs that the change adds or alters count: they will run because of it. */
export const judgeTogether =
  (budgets: readonly Budget[], committed: Committed) =>
  (jobs: readonly JobReport[], was: ReadonlyMap<string, JobReport> = new Map()): readonly JudgedChange[] =>
    budgets
      .filter(({ per }) => per === "pull_request" || isPeriod(per))
      .flatMap((budget) => {
        const touched = jobs.filter((job) => isTouched(job) && matches(budget.match, matchedOf(job)));
        return (Object.entries(budget.limits) as [Metric, Limit][]).flatMap(([metric, limit]) =>
          metric === "memory"
            ? []
            : [judgeOne(budget, metric, limit, { jobs: touched, before: touched.flatMap(({ id }) => was.get(id) ?? []) }, committed)],
        );
      });

/** Jobs that the change adds or alters, and what they were. */
interface Touched {
  readonly jobs: readonly JobReport[];
  readonly before: readonly JobReport[];
}

function judgeOne(
  budget: Budget,
  metric: Exclude<Metric, "memory">,
  limit: Limit,
  { jobs, before }: Touched,
  committed: Committed,
): JudgedChange {
  const added = jobs.map((job) => ADDS[metric](job)?.[limit.at] ?? null);
  const merged = isPeriod(budget.per) && (metric === "cost" || metric === "gpu_hours") ? mergedOf(budget, metric, limit, committed) : [];
  const known = [...added, ...merged].filter((value): value is number => value !== null);
  const sum = (values: readonly (number | null)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0);
  const whole = (values: readonly (number | null)[]) =>
    metric === "wall_hours" ? Math.max(0, ...values.map((value) => value ?? 0)) : sum(values);
  const all = whole(known);
  return told(budget, metric, limit, {
    measured: known.length === 0 && added.length + merged.length > 0 ? null : all,
    adds: sum(added),
    before: whole(before.map((job) => ADDS[metric](job)?.[limit.at] ?? null)),
    missing: added.includes(null),
    waiver: waiverFor(committed.waivers, budget.name, null),
    period: isPeriod(budget.per) ? periodAround(committed.today, budget.per) : null,
  });
}

/** What was merged in the period of today and fits the budget. */
function mergedOf({ match, per }: Budget, metric: "cost" | "gpu_hours", limit: Limit, { entries, today }: Committed): (number | null)[] {
  if (!isPeriod(per)) return [];
  const { from, to } = periodAround(today, per);
  return entries
    .filter(({ day }) => from <= day && day <= to)
    .filter((entry) => matches(match, { ...entry, format: entry.sources[0]?.format ?? "", facts: named(entry.accelerator) }))
    .map((entry) => entry[metric]?.[limit.at] ?? null);
}

interface Sum {
  readonly measured: number | null;
  /** What this change adds to it. */
  readonly adds: number;
  /** The same jobs before it. */
  readonly before: number;
  /** Some job has no figure. */
  readonly missing: boolean;
  readonly waiver: Waiver | undefined;
  readonly period: { readonly from: string; readonly to: string } | null;
}

function told(budget: Budget, metric: Metric, limit: Limit, sum: Sum): JudgedChange {
  const { measured, adds, missing } = sum;
  const [warn, fail] = [limit.warn?.value, limit.fail?.value];
  const over = measured !== null && fail !== undefined && measured > fail;
  const near = measured !== null && warn !== undefined && measured > warn;
  const waived = over && lets(sum.waiver, metric === "cost" ? measured : null);
  const unknown = missing && !over && budget.unknown !== "ok";
  // Spent before this change came, or over before and no more now: said, and no reason to stop the change.
  const stood = over && (sum.period ? adds === 0 : sum.before > fail && notRaised(sum.before, measured));
  const verdict = unknown
    ? budget.unknown === "fail"
      ? "fail"
      : "warn"
    : waived
      ? "pass"
      : over && !stood
        ? "fail"
        : over || near
          ? "warn"
          : "pass";
  const source = { file: limit.place.file, line: limit.place.line };
  const { name, per } = budget;
  const report: BudgetReport = {
    ...{ name, per, metric, job: null, limit: fail ?? warn ?? 0, measured, unit: unitOf[metric].unit, source },
    ...(!sum.period && { before: sum.before }),
    levels: { warn: warn ?? null, fail: fail ?? null },
    verdict: measured === null && !unknown ? "unknown" : verdict,
    ...(sum.period && { period: sum.period, adds }),
  };
  if (verdict === "pass" && !waived) return { report, finding: null };
  const rule = unknown ? "budget/unknown" : waived ? "budget/waived" : over ? "budget/over" : "budget/near";
  const finding: FindingReport = {
    ...{ rule, job: null, ...source, column: limit.place.column, end_line: null, help: budget.message ?? null, budget: { name, metric } },
    severity: verdict === "fail" ? "error" : waived ? "notice" : "warning",
    message: `budget ${name}: ${unknown ? `${metric} cannot be estimated for every job` : wordsOf(metric, limit, sum, (over ? fail : warn) ?? 0, over)}${waived ? `; ${waivedUntil(sum.waiver)}` : stood && !sum.period ? STOOD : ""}`,
  };
  return { report, finding, stood };
}

function wordsOf(metric: Metric, held: Limit, { measured, adds, period }: Sum, bound: number, over: boolean): string {
  const { words } = unitOf[metric];
  const limit = `over the ${over ? "limit" : "warning level"} of ${words(bound)}`;
  if (!period) return `what this change adds or alters takes ${words(measured ?? 0)}${atEnd(held)}, ${limit}`;
  const merged = `${words((measured ?? 0) - adds)} merged from ${period.from} to ${period.to}`;
  return `${merged} and ${words(adds)} of this change are ${words(measured ?? 0)}${atEnd(held)}, ${limit}`;
}
