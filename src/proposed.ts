import { readConfig } from "./config/config.js";
import { parentsOf } from "./config/extends.js";
import { RULES } from "./model/diagnostic.js";
import type { FindingReport, Report } from "./model/report.js";
import type { ConfigText } from "./run.js";

/** What is said of a change to the config, by the Action and by `diff`. */
export const proposedNote = (file: string | null): FindingReport => ({
  ...{ rule: "config/proposed", severity: RULES["config/proposed"].severity, job: null, file, line: file === null ? null : 1 },
  message: "this change edits the config; the base's config is in force until it is merged",
  ...{ column: null, end_line: null, help: null },
});

/**
 * A proposed config that is wrong would stop every run once it is merged, also the one that mends it: it fails now, at its line.
 * Nothing that the change names is fetched: one that builds on another repository is left to the run after it.
 */
export function proposedFaults(
  { text, file }: ConfigText,
  beside: (path: string) => string | undefined,
  today: string,
): readonly FindingReport[] {
  const walk = parentsOf(text, file);
  let step = walk.next();
  while (!step.done) {
    if (step.value.repository !== null) return [];
    step = walk.next(beside(step.value.path));
  }
  const { config, diagnostics } = readConfig(text, file, today, { texts: step.value });
  if (config) return [];
  return diagnostics.map(({ message, at, help }) => ({
    ...{ rule: "config/invalid", severity: "error", message, job: null, file: at?.file ?? file, line: at?.line ?? 1 },
    ...{ column: at?.column ?? null, end_line: null, help: help ?? null },
  }));
}

/** A report with what is said of its policy. */
export const withNotes = (report: Report, notes: readonly FindingReport[]): Report => ({
  ...report,
  findings: [...report.findings, ...notes],
  summary: notes.some(({ severity }) => severity === "error") ? { ...report.summary, verdict: "fail" } : report.summary,
});
