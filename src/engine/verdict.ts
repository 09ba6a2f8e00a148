import { worst } from "../checks/check.js";
import type { JudgedChange } from "../checks/input.js";
import { worstOf } from "../checks/state.js";
import { waiversReported } from "../checks/waivers.js";
import type { Config } from "../config/config.js";
import { isThere } from "../model/changes.js";
import type { FindingReport, Report } from "../model/report.js";
import { overridden } from "./override.js";
import { type Asked, isWhole } from "./side.js";

/** A report with more that is to be said of it all; its verdict is the worst of both. */
export const withFindings = (report: Report, findings: readonly FindingReport[]): Report => ({
  ...report,
  findings: [...report.findings, ...findings],
  summary: { ...report.summary, verdict: worstOf([report.summary.verdict, worst(findings)]) },
});

/** Sums judged beside the jobs: what is merged already warns, for no change is there to stop. */
export const withSums = (report: Report, judged: readonly JudgedChange[]): Report =>
  withFindings(
    { ...report, budgets: [...report.budgets, ...judged.map((each) => each.report)] },
    judged.flatMap(({ finding }) => finding ?? []),
  );

/** The pull request the report is for. */
interface Policed extends Omit<Asked, "snapshot"> {
  /** The config as it was found; `sha`: the commit it is of, unless it is the working tree's. */
  readonly config: { readonly file: string; readonly sha?: string } | null;
  /** Names of the pull request's labels. */
  readonly labels?: readonly string[];
}

/** The report with the policy it was judged by, and a label's override of it. */
export function underPolicy(report: Report, asked: Policed, { waivers, rules, override }: Config): Report {
  const { labels = [], today } = asked;
  if (!asked.config || asked.scope !== "check") return report;
  const { file, sha = null } = asked.config;
  const there = report.jobs.filter(isThere);
  const policy = {
    file,
    sha,
    overridden_by: null,
    overrode: [],
    rules,
    waivers: waiversReported(waivers, isWhole(asked) ? there : null, today),
  };
  const judged = { ...report, policy };
  return override && labels.includes(override.label) ? overridden(judged, { ...override, file }) : judged;
}
