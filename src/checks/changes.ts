import { matches } from "../config/match.js";
import type { Amount, Budget, Limit, Waiver } from "../config/types.js";
import { changeOverRuns } from "../model/changes.js";
import type { ChangeReport, JobReport } from "../model/report.js";
import { formatUsd } from "../model/words.js";
import { type JudgedChange, matchedOf } from "./input.js";
import { atEnd } from "./metrics.js";
import { lets, waivedUntil, waiverFor } from "./waivers.js";

/** `change: {warn: "+10%", fail: "+500"}` of every budget, over jobs that carry what they were on base. A share needs a base to be a share of; what cannot be estimated is as the budget's `unknown` says. */
export const judgeChanges =
  (budgets: readonly Budget[], waivers: readonly Waiver[] = []) =>
  (jobs: readonly JobReport[]): readonly JudgedChange[] =>
    budgets.flatMap((budget) => {
      const { change } = budget;
      if (!change) return [];
      const touched = jobs.filter((job) => job.change && job.change.status !== "unchanged" && matches(budget.match, matchedOf(job)));
      if (touched.length === 0) return [];
      return budget.per === "job"
        ? touched.flatMap((job) => judge(budget, change, [job], waiverFor(waivers, budget.name, job)))
        : judge(budget, change, touched, waiverFor(waivers, budget.name, null));
    });

const RULES = { unknown: "budget/unknown", waived: "budget/waived", over: "budget/over", near: "budget/near" } as const;
type State = keyof typeof RULES | "within";
const SEVERITIES = { fail: "error", warn: "warning", pass: "notice" } as const;

const baseCost = ({ base }: ChangeReport, at: Limit["at"]) => (base?.cost?.[at] ?? 0) * (base?.runs ?? 1);

/** Nobody knows what the job costs as it now stands; one that is mended or removed adds nothing to fear. */
const isUnknown = ({ change, estimate }: JobReport) => change?.status !== "removed" && estimate.cost === null;
const wasUnknown = ({ change }: JobReport) => change?.status === "changed" && change.base?.cost === null;

/** What the jobs add, of those where it can be known, and what it is held against. */
interface Sum {
  readonly jobs: readonly JobReport[];
  readonly measured: number | null;
  /** What the same jobs cost before. */
  readonly base: number;
  readonly warn: number | undefined;
  readonly fail: number | undefined;
  readonly state: State;
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
  const now = sum(({ estimate, change, runs }) => (change?.status === "removed" ? 0 : (estimate.cost?.[limit.at] ?? 0) * runs));
  const absolute = (amount: Amount | undefined) => (amount?.percent ? (base > 0 ? amount.value * base : undefined) : amount?.value);
  const [warn, fail] = [absolute(limit.warn), absolute(limit.fail)];
  const over = fail !== undefined && delta > fail ? (lets(waiver, now) ? "waived" : "over") : undefined;
  const state = over ?? (unknown.length > 0 ? "unknown" : warn !== undefined && delta > warn ? "near" : "within");
  // A share of nothing is no limit: what is new has none, and none is reported.
  if (state === "within" && warn === undefined && fail === undefined) return [];
  const measured = known.length === 0 ? null : delta;
  return [told(budget, limit, { jobs, measured, base, warn, fail, state, stood: unknown.every(wasUnknown), waiver })];
}

function verdictOf({ unknown }: Budget, { state, stood }: Sum): "pass" | "warn" | "fail" {
  if (state === "unknown") return unknown === "fail" && !stood ? "fail" : "warn";
  return state === "over" ? "fail" : state === "near" ? "warn" : "pass";
}

function told(budget: Budget, limit: Limit, sum: Sum): JudgedChange {
  const { state, jobs, measured, warn, fail } = sum;
  const { name, per } = budget;
  const job = per === "job" ? (jobs[0] ?? null) : null;
  const verdict = verdictOf(budget, sum);
  const source = { file: limit.place.file, line: limit.place.line };
  const bound = (state === "near" ? warn : fail) ?? warn ?? null;
  const levels = job === null && { levels: { warn: warn ?? null, fail: fail ?? null } };
  const report = {
    ...levels,
    name,
    per,
    metric: "change",
    job: job?.id ?? null,
    limit: bound,
    measured,
    unit: "USD",
    verdict,
    source,
  } as const;
  if (state === "within") return { report, finding: null };
  return {
    report,
    finding: {
      ...{ rule: RULES[state], severity: SEVERITIES[verdict], message: `budget ${name}: ${wordsOf(sum, limit, bound)}` },
      ...{ job: job?.id ?? null, ...(job ? { file: job.file, line: job.line } : source) },
      ...{ column: job ? null : limit.place.column, end_line: null, help: budget.message ?? null, budget: { name, metric: "change" } },
    },
    ...(state === "unknown" && { stood: sum.stood }),
  };
}

function wordsOf({ state, measured, base, jobs, stood, waiver }: Sum, limit: Limit, bound: number | null): string {
  if (state === "unknown")
    return `what this change adds cannot be estimated${jobs.length > 1 ? " for every job" : ""}${stood ? "; it could not before either" : ""}`;
  const delta = measured ?? 0;
  const share = base > 0 ? ` (${delta < 0 ? "" : "+"}${((100 * delta) / base).toFixed(0)} %)` : "";
  const words = `this change adds ${formatUsd(delta)}${share}${atEnd(limit)}, over the ${state === "near" ? "warning level" : "limit"} of ${formatUsd(bound ?? 0)}`;
  return state === "waived" && waiver ? `${words}; ${waivedUntil(waiver)}` : words;
}
