import type { FindingReport, JobReport, Report } from "../model/report.js";

const BY_VERDICT = { fail: 0, warn: 1, unknown: 2, pass: 3 } as const;
const BY_CHANGE = { added: 0, changed: 0, removed: 1, unchanged: 2 } as const;
const BY_SEVERITY = { error: 0, warning: 1, notice: 2 } as const;

const dearest = (job: JobReport) => job.estimate.cost?.expected ?? job.estimate.gpu_hours?.expected ?? -1;

/** Changed first, worst first, dearest first, then by name. */
export const worstFirst = (jobs: readonly JobReport[]): readonly JobReport[] =>
  [...jobs].sort(
    (a, b) =>
      BY_CHANGE[a.change?.status ?? "added"] - BY_CHANGE[b.change?.status ?? "added"] ||
      BY_VERDICT[a.verdict] - BY_VERDICT[b.verdict] ||
      dearest(b) - dearest(a) ||
      a.id.localeCompare(b.id),
  );

export const bySeverity = (findings: readonly FindingReport[]): readonly FindingReport[] =>
  [...findings].sort((a, b) => BY_SEVERITY[a.severity] - BY_SEVERITY[b.severity]);

export const VERDICT_WORDS = { pass: "pass", warn: "warning", fail: "fail", unknown: "unknown" } as const;

/** One sentence that says how it stands. */
export function headline(report: Report): string {
  const { summary } = report;
  if (summary.jobs === 0) return `no training job found in ${summary.files_scanned} ${plural(summary.files_scanned, "manifest")}`;
  const parts = [`${summary.jobs} ${plural(summary.jobs, "job")}`];
  if (summary.failed > 0) parts.push(`${summary.failed} failed`);
  if (summary.warned > 0) parts.push(`${summary.warned} with warnings`);
  if (summary.refused > 0) parts.push(`${summary.refused} with something that cannot be estimated`);
  return parts.join(", ");
}

export const plural = (count: number, word: string) => (count === 1 ? word : `${word}s`);
