import { matches } from "../config/match.js";
import type { Amount, Budget, Limit } from "../config/types.js";
import type { BudgetReport, Interval, JobReport } from "../model/report.js";
import { formatUsd } from "../model/words.js";
import { type JudgedChange, matchedOf } from "./input.js";

/** `change: {warn: "+10%", fail: "+500"}` of every budget, over jobs that carry what they were on base. A share needs a base to be a share of. */
export const judgeChanges =
  (budgets: readonly Budget[]) =>
  (jobs: readonly JobReport[]): readonly JudgedChange[] =>
    budgets.flatMap((budget) => {
      const { change } = budget;
      if (!change) return [];
      const touched = jobs.filter((job) => job.change && job.change.status !== "unchanged" && matches(budget.match, matchedOf(job)));
      if (touched.length === 0) return [];
      return budget.per === "job" ? touched.flatMap((job) => judge(budget, change, [job], job.id)) : judge(budget, change, touched, null);
    });

function judge(budget: Budget, limit: Limit, jobs: readonly JobReport[], job: string | null): readonly JudgedChange[] {
  const of = (pick: (job: JobReport) => Interval | null | undefined) =>
    jobs.reduce((sum, each) => sum + (pick(each)?.[limit.at] ?? 0) * each.runs, 0);
  if (!jobs.some(({ change }) => change?.cost)) return [];
  const delta = of(({ change }) => change?.cost);
  const base =
    of(({ estimate, change }) => (change?.status === "removed" ? null : estimate.cost)) -
    of(({ change }) => (change?.status === "removed" ? null : change?.cost));
  const absolute = (amount: Amount | undefined) => (amount?.percent ? (base > 0 ? amount.value * base : undefined) : amount?.value);
  const [warn, fail] = [absolute(limit.warn), absolute(limit.fail)];
  const verdict = fail !== undefined && delta > fail ? "fail" : warn !== undefined && delta > warn ? "warn" : "pass";
  const bound = verdict === "warn" ? warn : fail;
  const source = { file: limit.place.file, line: limit.place.line };
  const share = base > 0 ? ` (${delta < 0 ? "" : "+"}${((100 * delta) / base).toFixed(0)} %)` : "";
  const report: BudgetReport = {
    name: budget.name,
    per: budget.per,
    metric: "change",
    job,
    limit: bound ?? warn ?? 0,
    measured: delta,
    unit: "USD",
    verdict,
    source,
  };
  if (verdict === "pass") return [{ report, finding: null }];
  return [
    {
      report,
      finding: {
        rule: verdict === "fail" ? "budget/over" : "budget/near",
        severity: verdict === "fail" ? "error" : "warning",
        message: `budget ${budget.name}: this change adds ${formatUsd(delta)}${share}, over ${verdict === "fail" ? "the limit" : "the warning level"} of ${formatUsd(bound ?? 0)}`,
        job,
        ...(job !== null && jobs[0] ? { file: jobs[0].file, line: jobs[0].line } : source),
        column: job === null ? limit.place.column : null,
        end_line: null,
        help: budget.message ?? null,
        budget: { name: budget.name, metric: "change" },
      },
    },
  ];
}
