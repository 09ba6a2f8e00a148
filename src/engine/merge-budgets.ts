import { VERDICT, withSeverity } from "../checks/check.js";
import { joined, MEASURES, metricOf } from "../checks/metrics.js";
import { worstOf } from "../checks/state.js";
import { notRaised, STOOD } from "../checks/stood.js";
import { findingOf } from "../model/finding.js";
import type { BudgetReport, PolicyReport } from "../model/policy.js";
import type { FindingReport, Report } from "../model/report.js";
import { formatUsd } from "../model/words.js";
import { isAbout } from "./standing.js";

const keyOf = ({ name, per, metric, job, source }: BudgetReport) => JSON.stringify([name, per, metric, job, source]);

/** A budget over all parts, and what no part says of it. */
export interface Sum {
  readonly budget: BudgetReport;
  readonly finding: FindingReport | null;
}
interface Part {
  readonly budget: BudgetReport;
  readonly report: Report;
}

/** Every budget once, in the order of the parts. */
export function mergedBudgets(reports: readonly Report[]): readonly Sum[] {
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
  const were = all.flatMap((part) => part.before ?? []);
  const before = all.some((part) => part.before === undefined) ? undefined : total(budget, were);
  const whole = { ...budget, measured, ...(adds !== undefined && { adds }), ...(before !== undefined && { before }) };
  const finding = withoutRepeats(judged(whole, first.report.policy), parts);
  const verdict = worstOf([...all.map((part) => part.verdict), ...(finding ? [VERDICT[finding.severity]] : [])]);
  return { budget: { ...whole, verdict }, finding };
}

/** Changes, and what a later version measures, add up as costs do. */
const total = ({ metric }: BudgetReport, values: readonly number[]) => joined(metricOf(metric) ?? "cost", values);

/** What the budget says of the whole sum, as it would have said it of one run; null where it is within, waived, or its rule is off. */
function judged(whole: BudgetReport, policy: PolicyReport | undefined): FindingReport | null {
  const { name, metric, measured, source, levels = { warn: null, fail: whole.limit } } = whole;
  const isOver = (level: number | null): level is number => level !== null && measured !== null && measured > level;
  const over = isOver(levels.fail);
  const limit = over ? levels.fail : levels.warn;
  if (!isOver(limit) || (over && isWaived(whole, measured ?? 0, policy))) return null;
  const stood = over && hasStood(whole, limit);
  const bound = `${over ? "limit" : "warning level"} of ${worded(whole, limit)}`;
  const found = findingOf({
    rule: over ? "budget/over" : "budget/near",
    severity: over && !stood ? "error" : "warning",
    message: `budget ${name}: ${metric} of all parts together is ${worded(whole, measured ?? 0)}, over the ${bound}${stood ? STOOD : ""}`,
    ...source,
    budget: { name, metric },
  });
  const rules = policy?.rules ?? {};
  const [kept = null] = stood && rules[found.rule] === "error" ? [found] : withSeverity(found, { rules });
  return kept;
}

/** As every other finding of a budget writes it; a metric of a later version in its own unit. */
function worded({ metric, unit }: BudgetReport, value: number): string {
  const known = metricOf(metric);
  if (known) return MEASURES[known].words(value);
  return metric === "change" ? formatUsd(value) : `${value} ${unit}`;
}

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
