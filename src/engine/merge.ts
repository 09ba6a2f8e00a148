import { VERDICT, withSeverity, worst } from "../checks/check.js";
import { unitOf } from "../checks/metrics.js";
import { notRaised, STOOD } from "../checks/stood.js";
import { sumOfChanges } from "../model/changes.js";
import type { BudgetReport, PolicyReport } from "../model/policy.js";
import type { FindingReport, Report, Verdict } from "../model/report.js";
import { formatUsd } from "../model/words.js";
import { totalOf } from "./compose.js";
import { overridden } from "./override.js";
import { isAbout } from "./standing.js";

/** Reports of shards or of matrix jobs as one: jobs by id, sums of budgets over all of them, the worst verdict. At least one report. */
export function merge(reports: readonly Report[]): Report | null {
  const [first] = reports;
  if (!first) return null;
  const jobs = [...new Map(reports.flatMap((report) => report.jobs).map((job) => [job.id, job])).values()];
  const sums = mergedBudgets(reports);
  const budgets = sums.map(({ budget }) => budget);
  const findings = unique([...reports.flatMap((report) => report.findings), ...sums.flatMap(({ finding }) => finding ?? [])]);
  const verdicts = jobs.map(({ verdict }) => verdict);
  const compared = reports.some(({ summary }) => summary.cost_change !== undefined);
  const present = jobs.filter(({ change }) => change?.status !== "removed");
  const merged: Report = {
    ...first,
    prices_as_of: reports.map(({ prices_as_of }) => prices_as_of).reduce((a, b) => (a > b ? a : b)),
    summary: {
      verdict: verdictOf(reports, sums),
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

/** The worst that a part says, an error that it does not count, and what all together are over. What a part says of jobs it leaves as they were is no worse here. */
function verdictOf(reports: readonly Report[], sums: readonly Sum[]): Verdict {
  const said = [
    ...reports.map(({ summary }) => summary.verdict),
    worst(reports.flatMap(({ findings }) => findings.filter(({ severity }) => severity === "error"))),
    worst(sums.flatMap(({ finding }) => finding ?? [])),
  ];
  return (["fail", "warn"] as const).find((verdict) => said.includes(verdict)) ?? "pass";
}

const keyOf = ({ name, per, metric, job, source }: BudgetReport) => JSON.stringify([name, per, metric, job, source]);

/** A budget over all parts, and what no part says of it. */
interface Sum {
  readonly budget: BudgetReport;
  readonly finding: FindingReport | null;
}
interface Part {
  readonly budget: BudgetReport;
  readonly report: Report;
}

function mergedBudgets(reports: readonly Report[]): readonly Sum[] {
  const groups = new Map<string, Part[]>();
  for (const report of reports)
    for (const budget of report.budgets) groups.set(keyOf(budget), [...(groups.get(keyOf(budget)) ?? []), { budget, report }]);
  return [...groups.values()].flatMap(([first, ...more]) => (first ? [sumOf(first, more)] : []));
}

/** A budget over all jobs was held against each part only: the parts add up, and are judged again by the config that judged the first of them. */
function sumOf(first: Part, more: readonly Part[]): Sum {
  const { budget } = first;
  if (budget.job !== null || more.length === 0) return { budget, finding: null };
  const parts = [first, ...more];
  const all = parts.map((part) => part.budget);
  const values = all.flatMap(({ measured }) => measured ?? []);
  const committed = (budget.measured ?? 0) - (budget.adds ?? 0);
  const measured = values.length === 0 ? null : total(budget, values) - (budget.adds === undefined ? 0 : committed * (values.length - 1));
  const adds = budget.adds === undefined ? undefined : all.reduce((sum, part) => sum + (part.adds ?? 0), 0);
  const before = all.some((part) => part.before === undefined)
    ? undefined
    : total(
        budget,
        all.flatMap((part) => part.before ?? []),
      );
  const whole = { ...budget, measured, ...(adds !== undefined && { adds }), ...(before !== undefined && { before }) };
  const finding = withoutRepeats(judged(whole, first.report.policy), parts);
  const said = [...all.map(({ verdict }) => verdict), ...(finding ? [VERDICT[finding.severity]] : [])];
  const verdict = (["fail", "warn", "unknown", "pass"] as const).find((each) => said.includes(each)) ?? "pass";
  return { budget: { ...whole, verdict }, finding };
}

const LARGEST = new Set(["wall_hours", "memory"]);
const total = ({ metric }: BudgetReport, values: readonly number[]) =>
  LARGEST.has(metric) ? Math.max(0, ...values) : values.reduce((a, b) => a + b, 0);

/** What the budget says of the whole sum, as it would have said it of one run; null where it is within, waived, or its rule is off. */
function judged(whole: BudgetReport, policy: PolicyReport | undefined): FindingReport | null {
  const { name, metric, measured, source, levels = { warn: null, fail: whole.limit } } = whole;
  const isOver = (level: number | null): level is number => level !== null && measured !== null && measured > level;
  const over = isOver(levels.fail);
  const limit = over ? levels.fail : levels.warn;
  if (!isOver(limit) || (over && isWaived(whole, measured ?? 0, policy))) return null;
  const stood = over && hasStood(whole, limit);
  const found: FindingReport = {
    ...{ rule: over ? "budget/over" : "budget/near", severity: over && !stood ? "error" : "warning", job: null, budget: { name, metric } },
    message: `budget ${name}: ${metric} of all parts together is ${worded(whole, measured ?? 0)}, over the ${over ? "limit" : "warning level"} of ${worded(whole, limit)}${stood ? STOOD : ""}`,
    ...{ ...source, column: null, end_line: null, help: null },
  };
  const rules = policy?.rules ?? {};
  const [kept = null] = stood && rules[found.rule] === "error" ? [found] : withSeverity(found, { rules });
  return kept;
}

/** As every other finding of a budget writes it; a metric of a later version in its own unit. */
const worded = ({ metric, unit }: BudgetReport, value: number) =>
  metric === "change"
    ? formatUsd(value)
    : (Object.entries(unitOf)
        .find(([name]) => name === metric)?.[1]
        .words(value) ?? `${value} ${unit}`);

/** Spent before, or over before and no more now. */
const hasStood = ({ adds, before, measured }: BudgetReport, limit: number) =>
  adds !== undefined ? adds === 0 : before !== undefined && before !== null && before > limit && notRaised(before, measured);

/** A part that said it as loud has said it. */
const withoutRepeats = (found: FindingReport | null, parts: readonly Part[]) =>
  parts.some(({ budget, report }) =>
    report.findings.some((own) => isAbout(own, budget) && own.rule === found?.rule && own.severity === found.severity),
  )
    ? null
    : found;

/** A waiver in force of the whole sum, and what its cap lets pass. */
const isWaived = ({ name, metric }: BudgetReport, whole: number, policy: PolicyReport | undefined) =>
  policy?.waivers.some(
    ({ budget, job, status, cap }) =>
      budget === name && job === null && status !== "ended" && (cap === null || (metric === "cost" && whole <= cap)),
  ) ?? false;

const unique = (findings: readonly FindingReport[]) => [...new Map(findings.map((each) => [JSON.stringify(each), each])).values()];
