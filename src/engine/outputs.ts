import { isTouched } from "../model/changes.js";
import type { Report } from "../model/report.js";

/** The Action's outputs that a report decides; an empty text is unknown. */
export function outputsOf({ summary, jobs }: Report): Readonly<Record<string, string>> {
  const shares = jobs.flatMap(({ estimate: { memory_gib } }) =>
    memory_gib.peak && memory_gib.capacity ? [(100 * memory_gib.peak.expected) / memory_gib.capacity] : [],
  );
  const values: Readonly<Record<string, string | number | null | undefined>> = {
    verdict: summary.verdict,
    jobs: summary.jobs,
    "jobs-changed": jobs.filter(isTouched).length,
    "jobs-failed": summary.failed,
    "jobs-refused": summary.refused,
    "cost-total": summary.cost?.expected,
    "cost-change": summary.cost_change?.expected,
    "gpu-hours-total": summary.gpu_hours?.expected,
    "gpu-hours-change": summary.gpu_hours_change?.expected,
    "memory-max-percent": shares.length > 0 ? Math.round(Math.max(...shares)) : null,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null || value === undefined ? "" : String(value)]),
  );
}
