import { matches } from "../config/match.js";
import type { Amount, Budget, Limit, Waiver } from "../config/types.js";
import { changeOverRuns, isThere, isTouched } from "../model/changes.js";
import { findingOf } from "../model/finding.js";
import type { BudgetReport } from "../model/policy.js";
import type { ChangeReport, JobReport } from "../model/report.js";
import { formatUsd } from "../model/words.js";
import { type JudgedChange, matchedOf } from "./input.js";
import { atEnd } from "./metrics.js";
import { type Held, RULE, SEVERITY, type State, stateOf, verdictIn } from "./state.js";
import { lets, waivedUntil, waiverFor } from "./waivers.js";

/** `change: {warn: "+10%", fail: "+500"}` of every budget, over jobs that carry what they were on base. A share needs a base to be a share of; what cannot be estimated is as the budget's `unknown` says. */
export const judgeChanges =
  (budgets: readonly Budget[], waivers: readonly Waiver[] = []) =>
  (jobs: readonly JobReport[]): readonly JudgedChange[] =>
    budgets.flatMap((budget) => {
      const { change } = budget;
      if (!change) return [];
      const touched = jobs.filter((job) => isTouched(job) && matches(budget.match, matchedOf(job)));
      if (touched.length === 0) return [];
      return budget.per === "job"
        ? touched.flatMap((job) => judge(budget, change, [job], waiverFor(waivers, budget.name, job)))
        : judge(budget, change, touched, waiverFor(waivers, budget.name, null));
    });

const baseCost = ({ base }: ChangeReport, at: Limit["at"]) => (base?.cost?.[at] ?? 0) * (base?.runs ?? 1);

/** Nobody knows what the job costs as it now stands; one that is mended or removed adds nothing to fear. */
const isUnknown = (job: JobReport) => isThere(job) && job.estimate.cost === null;
const wasUnknown = ({ change }: JobReport) => change?.status === "changed" && change.base?.cost === null;

/** What the jobs add, of those where it can be known, and what it is held against. */
interface Sum extends Held {
  readonly jobs: readonly JobReport[];
  /** What the same jobs cost before. */
  readonly base: number;
  /** Nobody could tell before the change either. */
  readonly stood: boolean;
  readonly waiver: Waiver | undefined;
}

function judge(budget: Budget, limit: Limit, jobs: readonly JobReport[], waiver: Waiver | undefined): readonly JudgedChange[] {
  const known = jobs.filter((each) => changeOverRuns(each, "cost"));
  // A limit on the cost itself says the same of these jobs.
  const unknown = budget.unknown === "ok" || budget.limits.cost ? [] : jobs.filter(isUnknown);
  if (known.length + unknown.length === 0) return [];
  const sum = (of: (job: JobReport) => number) => known.reduce((total, each) => total + of(each), 0);
  const delta = sum((each) => changeOverRuns(each, "cost")?.[limit.at] ?? 0);
  const base = sum(({ change }) => (change?.status === "changed" ? baseCost(change, limit.at) : 0));
  const now = sum((each) => (isThere(each) ? (each.estimate.cost?.[limit.at] ?? 0) * each.runs : 0));
  const absolute = (amount: Amount | undefined) => (amount?.percent ? (base > 0 ? amount.value * base : undefined) : amount?.value);
  const held = {
    jobs,
    base,
    waiver,
    measured: known.length === 0 ? null : delta,
    missing: unknown.length > 0,
    warn: absolute(limit.warn),
    fail: absolute(limit.fail),
    stood: unknown.every(wasUnknown),
  };
  const state = stateOf(held, budget, lets(waiver, now) ? "waived" : "over");
  // A share of nothing is no limit: what is new has none, and none is reported.
  if (state === "within" && held.warn === undefined && held.fail === undefined) return [];
  return [told(budget, limit, held, state)];
}

function told(budget: Budget, limit: Limit, sum: Sum, state: State): JudgedChange {
  const { jobs, measured, warn, fail, stood } = sum;
  const { name, per, message } = budget;
  const job = per === "job" ? (jobs[0] ?? null) : null;
  const verdict = state === "unknown" && stood ? "warn" : verdictIn(state, budget);
  const source = { file: limit.place.file, line: limit.place.line };
  const bound = (state === "near" ? warn : fail) ?? warn ?? null;
  const report: BudgetReport = {
    name,
    per,
    metric: "change",
    job: job?.id ?? null,
    limit: bound,
    ...(job === null && { levels: { warn: warn ?? null, fail: fail ?? null } }),
    measured,
    unit: "USD",
    verdict,
    source,
  };
  if (state === "within") return { report, finding: null };
  const finding = findingOf({
    rule: RULE[state],
    severity: SEVERITY[verdict],
    message: `budget ${name}: ${wordsOf(sum, state, limit, bound)}`,
    ...(job ? { job: job.id, file: job.file, line: job.line } : limit.place),
    help: message ?? null,
    budget: { name, metric: "change" },
  });
  return { report, finding, ...(state === "unknown" && { stood }) };
}

function wordsOf({ measured, base, jobs, stood, waiver }: Sum, state: State, limit: Limit, bound: number | null): string {
  if (state === "unknown")
    return `what this change adds cannot be estimated${jobs.length > 1 ? " for every job" : ""}${stood ? "; it could not before either" : ""}`;
  const delta = measured ?? 0;
  const share = base > 0 ? ` (${delta < 0 ? "" : "+"}${((100 * delta) / base).toFixed(0)} %)` : "";
  const several = jobs.some(({ runs, change }) => runs > 1 || (change?.base?.runs ?? 1) > 1) ? " in all runs" : "";
  const words = `this change adds ${formatUsd(delta)}${several}${share}${atEnd(limit)}, over the ${state === "near" ? "warning level" : "limit"} of ${formatUsd(bound ?? 0)}`;
  return state === "waived" ? `${words}; ${waivedUntil(waiver)}` : words;
}
