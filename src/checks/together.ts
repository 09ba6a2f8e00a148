import { matches } from "../config/match.js";
import type { Budget, Limit, Metric, Waiver } from "../config/types.js";
import { isCommitted, overRuns } from "../model/changes.js";
import { findingOf } from "../model/finding.js";
import type { BudgetReport } from "../model/policy.js";
import type { Interval, JobReport } from "../model/report.js";
import { type JudgedChange, matchedOf, named } from "./input.js";
import type { Entry } from "./ledger.js";
import { atEnd, joined, MEASURES } from "./metrics.js";
import { isPeriod, periodAround } from "./periods.js";
import { exceeds, type Held, RULE, SEVERITY, type State, stateOf, verdictIn } from "./state.js";
import { notRaised, STOOD } from "./stood.js";
import { lets, waivedUntil, waiverFor } from "./waivers.js";

/** What a job adds to a sum, over all its runs. Memory is a device's own: no sum has any. */
const added = (metric: Exclude<Metric, "memory">, job: JobReport): Interval | null => {
  const { reported, runs } = MEASURES[metric];
  return runs === "all" ? overRuns(reported(job), job.runs) : reported(job);
};

/** What is judged beside the jobs of the change: merged commitments, and the day that says which period. */
export interface Committed {
  readonly entries: readonly Entry[];
  /** Nobody knows what was merged. */
  readonly unread?: true;
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
        const touched = jobs.filter((job) => isCommitted(job) && matches(budget.match, matchedOf(job)));
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
  const period = isPeriod(budget.per) ? periodAround(committed.today, budget.per) : null;
  const ours = jobs.map((job) => added(metric, job)?.[limit.at] ?? null);
  const merged = period && (metric === "cost" || metric === "gpu_hours") ? mergedOf(budget, metric, limit, period, committed.entries) : [];
  const known = [...ours, ...merged].filter((value) => value !== null);
  return told(budget, metric, limit, {
    measured: known.length === 0 && ours.length + merged.length > 0 ? null : joined(metric, known),
    missing: ours.includes(null),
    warn: limit.warn?.value,
    fail: limit.fail?.value,
    adds: sum(ours),
    before: joined(
      metric,
      before.map((job) => added(metric, job)?.[limit.at] ?? 0),
    ),
    waiver: waiverFor(committed.waivers, budget.name, null),
    period,
    unread: committed.unread === true,
  });
}

/** Days from and to, both in it. */
type Days = ReturnType<typeof periodAround>;

/** What was merged in the period and fits the budget. */
const mergedOf = (
  { match }: Budget,
  metric: "cost" | "gpu_hours",
  { at }: Limit,
  { from, to }: Days,
  entries: readonly Entry[],
): (number | null)[] =>
  entries
    .filter(({ day }) => from <= day && day <= to)
    .filter((entry) => matches(match, { ...entry, format: entry.sources[0]?.format ?? "", facts: named(entry.accelerator) }))
    .map((entry) => entry[metric]?.[at] ?? null);

const sum = (values: readonly (number | null)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0);

interface Sum extends Held {
  /** What this change adds to it. */
  readonly adds: number;
  /** The same jobs before it. */
  readonly before: number;
  readonly waiver: Waiver | undefined;
  readonly period: Days | null;
  readonly unread: boolean;
}

/** Spent before this change came, or over before and no more now: said, and no reason to stop the change. */
const hasStood = ({ measured, fail, before, adds, period }: Sum): boolean =>
  exceeds(measured, fail) && (period ? adds === 0 : exceeds(before, fail) && notRaised(before, measured));

function told(budget: Budget, metric: Metric, limit: Limit, held: Sum): JudgedChange {
  const { measured, warn, fail, adds, before, period, waiver } = held;
  const stood = hasStood(held);
  const state = stateOf(held, budget, lets(waiver, metric === "cost" ? measured : null) ? "waived" : stood ? "stood" : "over");
  const verdict = verdictIn(state, budget);
  const { name, per, message } = budget;
  const report: BudgetReport = {
    name,
    per,
    metric,
    job: null,
    limit: fail ?? warn ?? 0,
    levels: { warn: warn ?? null, fail: fail ?? null },
    measured,
    ...(!period && { before }),
    unit: MEASURES[metric].unit,
    verdict: measured === null && state !== "unknown" ? "unknown" : verdict,
    ...(period && { period, adds }),
    source: { file: limit.place.file, line: limit.place.line },
  };
  if (state === "within") return { report, finding: null };
  const finding = findingOf({
    rule: RULE[state],
    severity: SEVERITY[verdict],
    message: `budget ${name}: ${wordsOf(metric, limit, held, state)}`,
    ...limit.place,
    help: message ?? null,
    budget: { name, metric },
  });
  return { report, finding, stood };
}

function wordsOf(metric: Metric, held: Limit, { measured, adds, period, unread, warn, fail, waiver }: Sum, state: State): string {
  if (state === "unknown") return `${metric} cannot be estimated for every job`;
  const { words } = MEASURES[metric];
  const bound = state === "near" ? `warning level of ${words(warn ?? 0)}` : `limit of ${words(fail ?? 0)}`;
  const end = state === "waived" ? `; ${waivedUntil(waiver)}` : state === "stood" && !period ? STOOD : "";
  const limit = `${atEnd(held)}, over the ${bound}${end}`;
  if (!period) return `what this change adds or alters takes ${words(measured ?? 0)}${limit}`;
  if (unread)
    return `what this change adds or alters takes ${words(adds)}${limit}; what was merged from ${period.from} to ${period.to} is not known, for no ledger was read`;
  const merged = `${words((measured ?? 0) - adds)} merged from ${period.from} to ${period.to}`;
  return `${merged} and ${words(adds)} of this change are ${words(measured ?? 0)}${limit}`;
}
