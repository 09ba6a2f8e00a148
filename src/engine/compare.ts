import type { JudgedChange } from "../checks/input.js";
import { difference, NOTHING, sumOfChanges } from "../model/changes.js";
import type { BudgetReport } from "../model/policy.js";
import type { ChangeReport, FindingReport, JobReport, Report, Verdict } from "../model/report.js";
import { changedInputs } from "./changed.js";
import { paired } from "./pairs.js";
import { asWarning, forgiven, isAbout } from "./standing.js";
import { tallyOf } from "./summary.js";

/** Limits on what a change does, over its jobs; `was`: the job on base, by the id it has now. */
export type Judge = (jobs: readonly JobReport[], was: ReadonlyMap<string, JobReport>) => readonly JudgedChange[];

/** Head with what each job was on base: added, removed, changed, unchanged, and why. */
export function compare(base: Report, now: Report, judge: Judge = () => []): Report {
  const was = paired(base.jobs, now.jobs);
  const kept = new Set(was.values());
  const taken = now.jobs.map((job) => [job, was.get(job)] as const);
  const head = standing(base, now, taken);
  const pairs = head.jobs.map((job, index) => [job, taken[index]?.[1]] as const);
  const matched = pairs.map(([job, before]) => ({ ...job, change: changeOf(before, job) }));
  const removed = base.jobs
    .filter((job) => !kept.has(job))
    .map((job) => ({ ...job, verdict: "pass" as const, findings: [], change: removal(job) }));
  const judged = judge([...matched, ...removed], new Map(taken.flatMap(([job, before]) => (before ? [[job.id, before]] : []))));
  const findings = judged.flatMap(({ finding }) => (finding ? [finding] : []));
  const jobs = matched.map((job) => withFindings(job, findings));
  const shown = [...jobs, ...removed];
  return {
    ...head,
    budgets: [...head.budgets.map((each) => withBefore(each, base)), ...judged.map(({ report }) => report)],
    findings: [...head.findings, ...findings],
    summary: {
      ...head.summary,
      verdict: verdictOf([...head.findings, ...findings], jobs),
      ...tallyOf(jobs),
      ...sumOfChanges(shown),
    },
    jobs: shown,
  };
}

/** A sum over the repository with what it was. */
function withBefore(budget: BudgetReport, base: Report): BudgetReport {
  if (budget.job !== null) return budget;
  const was = base.budgets.find(({ name, metric, job }) => job === null && name === budget.name && metric === budget.metric);
  return { ...budget, before: was?.measured ?? null };
}

/** Findings that were there before and are not raised become warnings, in the list and in their jobs. */
function standing(base: Report, head: Report, pairs: readonly (readonly [JobReport, JobReport | undefined])[]): Report {
  const ofJobs = pairs.flatMap(([after, before]) => (before ? forgiven(base, head, before, after) : []));
  const old = new Set([...forgiven(base, head, null, null), ...ofJobs]);
  if (old.size === 0) return head;
  const softer = (found: FindingReport) => (old.has(found) ? asWarning(found) : found);
  const findings = head.findings.map(softer);
  const touched = new Set([...old].map(({ job }) => job));
  const jobs = head.jobs.map((job) => {
    if (!touched.has(job.id)) return job;
    const own = findings.filter((found) => found.job === job.id);
    return { ...job, findings: own, verdict: own.some(({ severity }) => severity === "error") ? ("fail" as const) : ("warn" as const) };
  });
  const budgets = head.budgets.map((each) =>
    each.verdict === "fail" && [...old].some((found) => isAbout(found, each)) ? { ...each, verdict: "warn" as const } : each,
  );
  return { ...head, budgets, findings, jobs };
}

/** A job whose change is over a limit is no better than that. */
function withFindings<J extends JobReport>(job: J, findings: readonly FindingReport[]): J {
  const own = findings.filter((each) => each.job === job.id);
  if (own.length === 0) return job;
  const worse = own.some(({ severity }) => severity === "error") ? "fail" : job.verdict === "fail" ? "fail" : "warn";
  return { ...job, verdict: worse, findings: [...job.findings, ...own] };
}

function changeOf(before: JobReport | undefined, after: JobReport): ChangeReport {
  const deltas = {
    cost: difference(after.estimate.cost, before ? before.estimate.cost : NOTHING),
    gpu_hours: difference(after.estimate.gpu_hours, before ? before.estimate.gpu_hours : NOTHING),
    peak_gib: difference(after.estimate.memory_gib.peak, before ? before.estimate.memory_gib.peak : NOTHING),
  };
  if (!before) return { status: "added", ...deltas, base_verdict: null, base: null, inputs: [] };
  const changed = changedInputs(before, after);
  const same = changed.every(isPin) && figuresOf(before) === figuresOf(after);
  const inputs = same ? [] : changed;
  return { status: same ? "unchanged" : "changed", ...deltas, base_verdict: before.verdict, base: baseOf(before), inputs };

  /** A lock file's new version of the framework alters only jobs whose figures it moves: it would be a commitment of all there are. */
  function isPin({ path, from, to }: ChangeReport["inputs"][number]): boolean {
    const pins = [before, after].every((job) => job?.origins[path]?.kind === "derived");
    return path === "training.framework" && pins && nameOf(from) === nameOf(to);
  }
}

const nameOf = (framework: unknown) => String(framework).split(" ")[0];

/** The estimate without the line its time limit stands at: a file that moves, or a comment above it, changes no job. */
const figuresOf = ({ estimate }: JobReport) =>
  JSON.stringify({ ...estimate, worst_case: estimate.worst_case && { ...estimate.worst_case, from: null } });

/** Where the job stood and what it took before. */
const baseOf = ({ id, file, line, runs, estimate }: JobReport): ChangeReport["base"] => ({
  id,
  file,
  line,
  runs,
  cost: estimate.cost,
  gpu_hours: estimate.gpu_hours,
  peak_gib: estimate.memory_gib.peak,
});

const removal = (job: JobReport): ChangeReport => ({
  status: "removed",
  cost: difference(NOTHING, job.estimate.cost),
  gpu_hours: difference(NOTHING, job.estimate.gpu_hours),
  peak_gib: null,
  base_verdict: job.verdict,
  base: baseOf(job),
  inputs: [],
});

/** What stands in a job that has not changed is reported, and makes no verdict worse; an error there is a new one: its own budget was lowered. */
function verdictOf(findings: readonly FindingReport[], jobs: readonly JobReport[]): Verdict {
  const old = new Set(jobs.filter(({ change }) => change?.status === "unchanged").map(({ id }) => id));
  const counted = findings.filter(({ job, severity }) => severity === "error" || job === null || !old.has(job));
  if (counted.some(({ severity }) => severity === "error")) return "fail";
  return counted.some(({ severity }) => severity === "warning") ? "warn" : "pass";
}
