import { findingOf } from "../model/finding.js";
import type { PolicyReport } from "../model/policy.js";
import type { FindingReport, Report } from "../model/report.js";

/** The rule of the config, and the label of the pull request that meets it. */
interface Overriding {
  readonly label: string;
  readonly reason?: string;
  /** Where the config says so. */
  readonly file: string;
}

const softer = (found: FindingReport): FindingReport => (found.severity === "error" ? { ...found, severity: "warning" } : found);
const warns = <V>(verdict: V): V | "warn" => (verdict === "fail" ? "warn" : verdict);

/** What fails is told as a warning, and what let it pass is told with it. */
export function overridden(report: Report, { label, reason, file }: Overriding): Report {
  const failing = report.findings.filter(({ severity }) => severity === "error");
  const overrode = failing.map(({ rule, job }) => ({ rule, job }));
  const policy: PolicyReport | undefined = report.policy && { ...report.policy, overridden_by: label, overrode };
  if (failing.length === 0) return { ...report, ...(policy && { policy }) };
  const told = findingOf({
    rule: "budget/overridden",
    severity: "warning",
    message: `the label ${label} lets pass what fails here: ${failing.length} ${failing.length === 1 ? "failure is a warning" : "failures are warnings"}`,
    file,
    line: 1,
    help: reason ?? null,
  });
  return {
    ...report,
    summary: { ...report.summary, verdict: "warn", warned: report.summary.warned + report.summary.failed, failed: 0 },
    jobs: report.jobs.map((job) => ({ ...job, verdict: warns(job.verdict), findings: job.findings.map(softer) })),
    budgets: report.budgets.map((each) => ({ ...each, verdict: warns(each.verdict) })),
    findings: [told, ...report.findings.map(softer)],
    ...(policy && { policy }),
  };
}
