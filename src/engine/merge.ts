import { worst } from "../checks/check.js";
import { worstOf } from "../checks/state.js";
import { sumOfChanges } from "../model/changes.js";
import type { Report, Verdict } from "../model/report.js";
import { mergedBudgets, type Sum } from "./merge-budgets.js";
import { overridden } from "./override.js";
import { tallyOf } from "./summary.js";

/** Reports of shards or of matrix jobs as one: jobs by id, sums of budgets over all of them, the worst verdict. At least one report. */
export function merge(reports: readonly Report[]): Report | null {
  const [first] = reports;
  if (!first) return null;
  const jobs = [...new Map(reports.flatMap((report) => report.jobs).map((job) => [job.id, job])).values()];
  const sums = mergedBudgets(reports);
  const findings = unique([...reports.flatMap((report) => report.findings), ...sums.flatMap(({ finding }) => finding ?? [])]);
  const isCompared = reports.some(({ summary }) => summary.cost_change !== undefined);
  const merged: Report = {
    ...first,
    prices_as_of: reports.map(({ prices_as_of }) => prices_as_of).reduce((a, b) => (a > b ? a : b)),
    summary: {
      verdict: verdictOf(reports, sums),
      files_scanned: Math.max(...reports.map(({ summary }) => summary.files_scanned)),
      ...tallyOf(jobs),
      ...(isCompared && sumOfChanges(jobs)),
    },
    jobs,
    budgets: sums.map(({ budget }) => budget),
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
  const overrode = unique([...reports, judged].flatMap((report) => report.policy?.overrode ?? []));
  return { ...judged, policy: { ...policy, overrode } };
}

/** The worst that a part says, an error that it does not count, and what all together are over. What a part says of jobs it leaves as they were is no worse here. */
function verdictOf(reports: readonly Report[], sums: readonly Sum[]): Verdict {
  const errors = reports.flatMap(({ findings }) => findings.filter(({ severity }) => severity === "error"));
  return worstOf([...reports.map(({ summary }) => summary.verdict), worst(errors), worst(sums.flatMap(({ finding }) => finding ?? []))]);
}

const unique = <T>(values: readonly T[]): readonly T[] => [...new Map(values.map((each) => [JSON.stringify(each), each])).values()];
