import { matches } from "../config/match.js";
import type { Amount, Budget, Limit, Metric, Waiver } from "../config/types.js";
import type { Known } from "../model/known.js";
import type { Place } from "../model/place.js";
import type { BudgetReport } from "../model/policy.js";
import { GIB, HOUR } from "../model/units.js";
import type { CheckedJob, Finding, JobVerdict } from "./input.js";
import { atEnd, measure, unitOf } from "./metrics.js";
import { lets, waivedUntil, waiverFor } from "./waivers.js";

/** One limit held against one job, or against a sum of jobs. */
export interface Judged {
  readonly report: BudgetReport;
  readonly finding: Finding | null;
}

/** The config's budgets and the manifests' own, over all jobs. */
export function judgeBudgets(budgets: readonly Budget[], waivers: readonly Waiver[], jobs: readonly CheckedJob[]): readonly Judged[] {
  return budgets.flatMap((budget) => {
    const fitting = jobs.filter(({ job, facts }) => matches(budget.match, { ...job, facts }));
    const metrics = Object.entries(budget.limits) as [Metric, Limit][];
    const eachJob = (metric: Metric, limit: Limit) => fitting.map((job) => judgeJob(budget, metric, limit, job, waivers));
    if (budget.per !== "job")
      // Memory is a device's own: a sum over jobs means nothing.
      return fitting.length === 0
        ? []
        : metrics.flatMap(([metric, limit]) =>
            metric === "memory" ? eachJob(metric, limit) : [judgeSum(budget, metric, limit, fitting, waivers)],
          );
    return metrics.flatMap(([metric, limit]) => eachJob(metric, limit));
  });
}

type OwnMetric = Exclude<Metric, "accelerators">;
const OWN: readonly (readonly [metric: OwnMetric, fact: `budget.${OwnMetric}`, divide: number])[] = [
  ["cost", "budget.cost", 1],
  ["gpu_hours", "budget.gpu_hours", 1],
  ["wall_hours", "budget.wall_hours", HOUR],
  ["hourly_cost", "budget.hourly_cost", 1],
  ["memory", "budget.memory", GIB],
];

/** `budget:` of a manifest and `# traincost: budget.cost=…`: a limit that fails. */
export function judgeOwn(job: CheckedJob, waivers: readonly Waiver[]): readonly Judged[] {
  return OWN.flatMap(([metric, fact, divide]) => {
    const known = job.facts[fact] as Known<number> | undefined;
    if (!known) return [];
    const limit: Limit = { fail: { value: known.value / divide, percent: false }, at: "expected", place: known.at ?? job.job.at };
    const budget: Budget = {
      name: "manifest",
      match: {},
      per: "job",
      limits: {},
      allow: {},
      deny: {},
      unknown: "ok",
      overridable: false,
      place: limit.place,
    };
    return [judgeJob(budget, metric, limit, job, waivers)];
  });
}

function judgeJob(budget: Budget, metric: Metric, limit: Limit, checked: CheckedJob, waivers: readonly Waiver[]): Judged {
  const capacity = (checked.estimate.capacity ?? Number.NaN) / GIB;
  const needsCapacity = limit.warn?.percent === true || limit.fail?.percent === true;
  const measured = needsCapacity && Number.isNaN(capacity) ? null : (measure[metric](checked)?.[limit.at] ?? null);
  const resolved = { warn: absolute(limit.warn, capacity), fail: absolute(limit.fail, capacity) };
  const waiver = waiverFor(waivers, budget.name, checked.job);
  return judged(budget, metric, limit, {
    measured,
    partial: false,
    ...resolved,
    job: checked.job.id,
    at: budget.name === "manifest" ? limit.place : checked.job.at,
    waiver,
  });
}

function judgeSum(budget: Budget, metric: Metric, limit: Limit, jobs: readonly CheckedJob[], waivers: readonly Waiver[]): Judged {
  const values = jobs.map((job) => {
    const one = measure[metric](job)?.[limit.at];
    return one === undefined ? null : one * (metric === "cost" || metric === "gpu_hours" ? (job.facts.runs?.value ?? 1) : 1);
  });
  const known = values.filter((value): value is number => value !== null);
  const measured =
    known.length === 0 ? null : metric === "memory" || metric === "wall_hours" ? Math.max(...known) : known.reduce((a, b) => a + b, 0);
  return judged(budget, metric, limit, {
    measured,
    partial: known.length < values.length,
    warn: limit.warn?.value,
    fail: limit.fail?.value,
    job: null,
    at: limit.place,
    waiver: waiverFor(waivers, budget.name, null),
  });
}

const absolute = (amount: Amount | undefined, capacity: number) => {
  if (!amount) return undefined;
  const value = amount.percent ? amount.value * capacity : amount.value;
  return Number.isNaN(value) ? undefined : value;
};

interface Case {
  readonly measured: number | null;
  /** A sum that some jobs are missing from. */
  readonly partial: boolean;
  readonly warn: number | undefined;
  readonly fail: number | undefined;
  readonly job: string | null;
  /** Where the finding stands: at the job, or at the limit of a sum. */
  readonly at: Place;
  readonly waiver: Waiver | undefined;
}

function judged(budget: Budget, metric: Metric, limit: Limit, found: Case): Judged {
  const { measured, partial, warn, fail, job, waiver } = found;
  const over = measured !== null && fail !== undefined && measured > fail;
  const waived = over && lets(waiver, metric === "cost" ? measured : null);
  const near = measured !== null && warn !== undefined && measured > warn;
  const unknown: JobVerdict = budget.unknown === "ok" ? "unknown" : budget.unknown;
  const verdict: JobVerdict =
    measured === null ? unknown : waived ? "pass" : over ? "fail" : partial && budget.unknown !== "ok" ? unknown : near ? "warn" : "pass";
  const source = { file: limit.place.file, line: limit.place.line };
  const report: BudgetReport = {
    name: budget.name,
    per: budget.per,
    metric,
    job,
    limit: fail ?? warn ?? null,
    ...(job === null && { levels: { warn: warn ?? null, fail: fail ?? null } }),
    measured,
    unit: unitOf[metric].unit,
    verdict,
    source,
  };
  return {
    report,
    finding: findingOf(budget, metric, limit, found, {
      over,
      near,
      waived,
      unknown: (measured === null || (partial && !over)) && budget.unknown !== "ok",
    }),
  };
}

interface State {
  readonly over: boolean;
  readonly near: boolean;
  readonly waived: boolean;
  readonly unknown: boolean;
}

function findingOf(budget: Budget, metric: Metric, limit: Limit, found: Case, state: State): Finding | null {
  const { measured, warn, fail, job, at, waiver } = found;
  const { words } = unitOf[metric];
  const about = { job, at, budget: { name: budget.name, metric }, ...(budget.message !== undefined && { help: budget.message }) };
  const told = (rule: Finding["rule"], severity: Finding["severity"], message: string): Finding => ({
    ...about,
    ...{ rule, severity, message: `budget ${budget.name}: ${message}` },
  });
  if (state.unknown) return told("budget/unknown", budget.unknown === "fail" ? "error" : "warning", `${metric} cannot be estimated`);
  if (measured === null) return null;
  const said = `${words(measured)}${atEnd(limit)} is over`;
  if (state.waived && waiver) return told("budget/waived", "notice", `${said} ${words(fail ?? 0)}; ${waivedUntil(waiver)}`);
  if (state.over) return told("budget/over", "error", `${said} the limit of ${words(fail ?? 0)}`);
  return state.near ? told("budget/near", "warning", `${said} the warning level of ${words(warn ?? 0)}`) : null;
}
