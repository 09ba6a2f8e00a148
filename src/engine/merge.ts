import { sumOfChanges } from "../model/changes.js";
import type { BudgetReport, PolicyReport } from "../model/policy.js";
import type { FindingReport, Report } from "../model/report.js";
import { totalOf } from "./compose.js";
import { overridden } from "./override.js";

/** Reports of shards or of matrix jobs as one: jobs by id, sums of budgets over all of them, the worst verdict. At least one report. */
export function merge(reports: readonly Report[]): Report | null {
  const [first] = reports;
  if (!first) return null;
  const jobs = [...new Map(reports.flatMap((report) => report.jobs).map((job) => [job.id, job])).values()];
  const budgets = mergedBudgets(
    reports.flatMap((report) => report.budgets),
    first.policy,
  );
  const findings = unique([...reports.flatMap((report) => report.findings), ...overOnlyTogether(budgets, reports)]);
  const verdicts = jobs.map(({ verdict }) => verdict);
  const compared = reports.some(({ summary }) => summary.cost_change !== undefined);
  const present = jobs.filter(({ change }) => change?.status !== "removed");
  const merged: Report = {
    ...first,
    prices_as_of: reports.map(({ prices_as_of }) => prices_as_of).reduce((a, b) => (a > b ? a : b)),
    summary: {
      verdict: findings.some(({ severity }) => severity === "error")
        ? "fail"
        : findings.some(({ severity }) => severity === "warning")
          ? "warn"
          : "pass",
      files_scanned: Math.max(...reports.map(({ summary }) => summary.files_scanned)),
      jobs: present.length,
      estimated: present.filter(({ estimate }) => estimate.cost !== null || estimate.memory_gib.peak !== null).length,
      refused: present.filter(({ estimate }) => estimate.refused.length > 0).length,
      failed: verdicts.filter((each) => each === "fail").length,
      warned: verdicts.filter((each) => each === "warn").length,
      gpu_hours: totalOf(present, ({ estimate }) => estimate.gpu_hours),
      cost: totalOf(present, ({ estimate }) => estimate.cost),
      ...(compared && sumOfChanges(jobs)),
    },
    jobs,
    budgets,
    findings,
  };
  return underLabel(merged, reports);
}

/** A label that overrode the parts overrides what only all together exceed. */
function underLabel(merged: Report, reports: readonly Report[]): Report {
  const { policy } = merged;
  const label = policy?.overridden_by ?? null;
  if (!policy || label === null || reports.some((report) => report.policy?.overridden_by !== label)) return merged;
  const judged = overridden(merged, { label, file: policy.file });
  const all = [...reports, judged].flatMap((report) => report.policy?.overrode ?? []);
  const overrode = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
  return { ...judged, policy: { ...policy, overrode } };
}

const keyOf = ({ name, per, metric, job, source }: BudgetReport) => JSON.stringify([name, per, metric, job, source]);
const LARGEST = new Set(["wall_hours", "memory"]);

/** A budget over all jobs was held against each part only: the parts add up. */
function mergedBudgets(all: readonly BudgetReport[], policy: PolicyReport | undefined): readonly BudgetReport[] {
  const groups = new Map<string, BudgetReport[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return [...groups.values()].flatMap((parts) => {
    const [first] = parts;
    if (!first || first.job !== null || parts.length === 1) return first ? [first] : [];
    const values = parts.flatMap(({ measured }) => measured ?? []);
    const measured = values.length === 0 ? null : LARGEST.has(first.metric) ? Math.max(...values) : values.reduce((a, b) => a + b, 0);
    const committed = (first.measured ?? 0) - (first.adds ?? 0);
    const whole = first.adds === undefined || measured === null ? measured : measured - committed * (values.length - 1);
    const worst =
      (["fail", "warn", "unknown", "pass"] as const).find((verdict) => parts.some((part) => part.verdict === verdict)) ?? "pass";
    const adds = parts.reduce((sum, part) => sum + (part.adds ?? 0), 0);
    return [
      {
        ...first,
        measured: whole,
        ...(first.adds !== undefined && { adds }),
        verdict: whole !== null && whole > first.limit && worst !== "warn" && !isWaived(first, whole, policy) ? "fail" : worst,
      },
    ];
  });
}

/** A waiver in force of the whole sum, and what its cap lets pass. */
const isWaived = ({ name, metric }: BudgetReport, whole: number, policy: PolicyReport | undefined) =>
  policy?.waivers.some(
    ({ budget, job, status, cap }) =>
      budget === name && job === null && status !== "ended" && (cap === null || (metric === "cost" && whole <= cap)),
  ) ?? false;

/** A sum that only all parts together bring over its limit. */
function overOnlyTogether(budgets: readonly BudgetReport[], reports: readonly Report[]): readonly FindingReport[] {
  const told = new Set(reports.flatMap(({ budgets: own }) => own.filter(({ verdict }) => verdict === "fail").map(keyOf)));
  return budgets
    .filter((each) => each.verdict === "fail" && each.job === null && !told.has(keyOf(each)))
    .map(({ name, metric, measured, limit, unit, source }) => ({
      rule: "budget/over",
      severity: "error" as const,
      message: `budget ${name}: ${metric} of all parts together is ${measured?.toPrecision(4)} ${unit}, over the limit of ${limit} ${unit}`,
      job: null,
      ...source,
      column: null,
      end_line: null,
      help: null,
    }));
}

const unique = (findings: readonly FindingReport[]) => [...new Map(findings.map((each) => [JSON.stringify(each), each])).values()];
