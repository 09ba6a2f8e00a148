import { worst } from "../checks/check.js";
import type { JudgedChange } from "../checks/input.js";
import { waiversReported } from "../checks/waivers.js";
import type { Config } from "../config/config.js";
import { isThere } from "../model/changes.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Report } from "../model/report.js";
import { findingReport } from "./compose.js";
import { overridden } from "./override.js";
import { type Asked, isWhole } from "./side.js";

/** Sums judged beside the jobs: what is merged already warns, for no change is there to stop. */
export function withSums(report: Report, judged: readonly JudgedChange[]): Report {
  const told = judged.flatMap(({ finding }) => finding ?? []);
  const findings = [...report.findings, ...told];
  const budgets = [...report.budgets, ...judged.map((each) => each.report)];
  return { ...report, budgets, findings, summary: { ...report.summary, verdict: worst(findings) } };
}

/** What is wrong with the ledger is a warning, like anything else that could not be read. */
export function withTold(report: Report, told: readonly Diagnostic[]): Report {
  const { verdict } = report.summary;
  const summary = { ...report.summary, verdict: verdict === "pass" ? worst(told) : verdict };
  return { ...report, findings: [...report.findings, ...told.map(findingReport)], summary };
}

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
