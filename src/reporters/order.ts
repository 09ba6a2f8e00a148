import type { FindingReport, JobReport, Report } from "../model/report.js";

export const BY_VERDICT = { fail: 0, warn: 1, unknown: 2, pass: 3 } as const;
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

/** Jobs that this change leaves as they are. */
const untouched = ({ jobs }: Report) => new Set(jobs.filter(({ change }) => change?.status === "unchanged").map(({ id }) => id));

/** What counts for the verdict, worst first; and what was so on base already, which is told and never fails. */
export function counted(report: Report): { readonly now: readonly FindingReport[]; readonly before: readonly FindingReport[] } {
  const old = untouched(report);
  const isOld = ({ job }: FindingReport) => job !== null && old.has(job);
  const sorted = bySeverity(report.findings);
  return { now: sorted.filter((found) => !isOld(found)), before: sorted.filter((found) => isOld(found) && found.severity !== "notice") };
}

export const namesOf = ({ jobs }: Report): ReadonlyMap<string | null, string> => new Map(jobs.map(({ id, name }) => [id, name]));

export const VERDICT_WORDS = { pass: "pass", warn: "warning", fail: "fail", unknown: "unknown" } as const;

/** One sentence that says how it stands. */
export function headline(report: Report): string {
  const { summary } = report;
  if (summary.jobs === 0 && report.jobs.length === 0 && summary.files_scanned === 0) return "no training job found";
  if (summary.jobs === 0 && report.jobs.length === 0)
    return `no training job found in ${summary.files_scanned} ${plural(summary.files_scanned, "manifest")}`;
  const old = untouched(report);
  const count = (verdict: JobReport["verdict"], before: boolean) =>
    report.jobs.filter((job) => job.verdict === verdict && old.has(job.id) === before).length;
  const parts = [`${summary.jobs} ${plural(summary.jobs, "job")}`, ...changes(report)];
  const [fail, warn, stood] = [count("fail", false) + count("fail", true), count("warn", false), count("warn", true)];
  if (fail > 0) parts.push(`${fail} ${fail === 1 ? "fails" : "fail"}`);
  const sums = report.findings.filter(({ job, severity, budget }) => job === null && severity === "error" && budget).length;
  if (sums > 0) parts.push(sums === 1 ? "1 sum over its limit" : `${sums} sums over their limits`);
  if (warn > 0) parts.push(`${warn} with warnings`);
  if (stood > 0) parts.push(`${stood} with warnings from before and untouched`);
  if (summary.refused > 0) parts.push(`${summary.refused} with something that cannot be estimated`);
  return parts.join(", ");
}

function changes({ jobs }: Report): readonly string[] {
  if (!jobs.some(({ change }) => change)) return [];
  const found = (["changed", "added", "removed"] as const).flatMap((status) => {
    const count = jobs.filter(({ change }) => change?.status === status).length;
    return count > 0 ? [`${count} ${status}`] : [];
  });
  return found.length > 0 ? found : ["none changed"];
}

export const plural = (count: number, word: string) => (count === 1 ? word : `${word}s`);
