import { matches } from "../config/match.js";
import type { Amount, Budget, Limit, Waiver } from "../config/types.js";
import { changeOverRuns } from "../model/changes.js";
import type { BudgetReport } from "../model/policy.js";
import type { ChangeReport, JobReport } from "../model/report.js";
import { formatUsd } from "../model/words.js";
import { type JudgedChange, matchedOf } from "./input.js";
import { lets, waivedUntil, waiverFor } from "./waivers.js";

/** `change: {warn: "+10%", fail: "+500"}` of every budget, over jobs that carry what they were on base. A share needs a base to be a share of. */
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

const STATES = {
  waived: { rule: "budget/waived", severity: "notice" },
  over: { rule: "budget/over", severity: "error" },
  near: { rule: "budget/near", severity: "warning" },
} as const;

const baseCost = ({ base }: ChangeReport, at: Limit["at"]) => (base?.cost?.[at] ?? 0) * (base?.runs ?? 1);

function judge(budget: Budget, limit: Limit, jobs: readonly JobReport[], waiver: Waiver | undefined): readonly JudgedChange[] {
  const job = budget.per === "job" ? (jobs[0]?.id ?? null) : null;
  const known = jobs.filter((each) => changeOverRuns(each, "cost"));
  if (known.length === 0) return [];
  const sum = (of: (job: JobReport) => number) => known.reduce((total, each) => total + of(each), 0);
  const delta = sum((each) => changeOverRuns(each, "cost")?.[limit.at] ?? 0);
  const base = sum(({ change }) => (change?.status === "changed" ? baseCost(change, limit.at) : 0));
  const now = sum(({ estimate, change, runs }) => (change?.status === "removed" ? 0 : (estimate.cost?.[limit.at] ?? 0) * runs));
  const absolute = (amount: Amount | undefined) => (amount?.percent ? (base > 0 ? amount.value * base : undefined) : amount?.value);
  const [warn, fail] = [absolute(limit.warn), absolute(limit.fail)];
  const over = fail !== undefined && delta > fail;
  const waived = over && lets(waiver, now);
  const verdict = waived ? "pass" : over ? "fail" : warn !== undefined && delta > warn ? "warn" : "pass";
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
  if (verdict === "pass" && !waived) return [{ report, finding: null }];
  const words = `budget ${budget.name}: this change adds ${formatUsd(delta)}${share}, over ${over ? "the limit" : "the warning level"} of ${formatUsd(bound ?? 0)}`;
  return [
    {
      report,
      finding: {
        ...STATES[waived ? "waived" : verdict === "fail" ? "over" : "near"],
        message: waived ? `${words}; ${waivedUntil(waiver)}` : words,
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
