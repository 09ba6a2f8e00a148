import { matches } from "../config/match.js";
import type { Amount, Budget, Limit, Metric, Waiver } from "../config/types.js";
import { MANIFEST } from "../config/waivers.js";
import type { Known } from "../model/known.js";
import type { Place } from "../model/place.js";
import type { BudgetReport } from "../model/policy.js";
import { GIB, HOUR } from "../model/units.js";
import type { CheckedJob, Finding } from "./input.js";
import { atEnd, joined, MEASURES } from "./metrics.js";
import { type Held, RULE, SEVERITY, type State, stateOf, verdictIn } from "./state.js";
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
    if (fitting.length === 0) return [];
    return metrics.flatMap(([metric, limit]) =>
      // Memory is a device's own: a sum over jobs means nothing.
      budget.per === "job" || metric === "memory"
        ? fitting.map((job) => judgeJob(budget, metric, limit, job, waivers))
        : [judgeSum(budget, metric, limit, fitting, waivers)],
    );
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
      name: MANIFEST,
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
  const measured = needsCapacity && Number.isNaN(capacity) ? null : (MEASURES[metric].of(checked)?.[limit.at] ?? null);
  return judged(budget, metric, limit, {
    measured,
    missing: measured === null,
    warn: absolute(limit.warn, capacity),
    fail: absolute(limit.fail, capacity),
    job: checked.job.id,
    at: budget.name === MANIFEST ? limit.place : checked.job.at,
    waiver: waiverFor(waivers, budget.name, checked.job),
  });
}

function judgeSum(budget: Budget, metric: Metric, limit: Limit, jobs: readonly CheckedJob[], waivers: readonly Waiver[]): Judged {
  const { of, runs } = MEASURES[metric];
  const known = jobs.flatMap((job) => {
    const one = of(job)?.[limit.at];
    return one === undefined ? [] : [one * (runs === "all" ? (job.facts.runs?.value ?? 1) : 1)];
  });
  return judged(budget, metric, limit, {
    measured: known.length === 0 ? null : joined(metric, known),
    missing: known.length < jobs.length,
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

interface Case extends Held {
  readonly job: string | null;
  /** Where the finding stands: at the job, or at the limit of a sum. */
  readonly at: Place;
  readonly waiver: Waiver | undefined;
}

function judged(budget: Budget, metric: Metric, limit: Limit, found: Case): Judged {
  const { measured, warn, fail, job, waiver } = found;
  const state = stateOf(found, budget, lets(waiver, metric === "cost" ? measured : null) ? "waived" : "over");
  const report: BudgetReport = {
    name: budget.name,
    per: budget.per,
    metric,
    job,
    limit: fail ?? warn ?? null,
    ...(job === null && { levels: { warn: warn ?? null, fail: fail ?? null } }),
    measured,
    unit: MEASURES[metric].unit,
    verdict: measured === null && state !== "unknown" ? "unknown" : verdictIn(state, budget),
    source: { file: limit.place.file, line: limit.place.line },
  };
  return { report, finding: state === "within" ? null : told(budget, metric, limit, found, state) };
}

function told(budget: Budget, metric: Metric, limit: Limit, found: Case, state: Exclude<State, "within">): Finding {
  const { name, message } = budget;
  return {
    rule: RULE[state],
    severity: SEVERITY[verdictIn(state, budget)],
    message: `budget ${name}: ${wordsOf(metric, limit, found, state)}`,
    job: found.job,
    at: found.at,
    budget: { name, metric },
    ...(message !== undefined && { help: message }),
  };
}

function wordsOf(metric: Metric, limit: Limit, { measured, warn, fail, waiver }: Case, state: State): string {
  if (state === "unknown") return `${metric} cannot be estimated`;
  const { words } = MEASURES[metric];
  const said = `${words(measured ?? 0)}${atEnd(limit)} is over`;
  if (state === "waived") return `${said} ${words(fail ?? 0)}; ${waivedUntil(waiver)}`;
  return state === "near" ? `${said} the warning level of ${words(warn ?? 0)}` : `${said} the limit of ${words(fail ?? 0)}`;
}
