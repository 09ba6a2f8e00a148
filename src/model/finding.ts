import type { FindingReport } from "./report.js";

type Said = Pick<FindingReport, "rule" | "severity" | "message"> & Partial<FindingReport>;

/** A finding as the report has it: what it does not say is null. */
export const findingOf = ({ rule, severity, message, job, file, line, column, end_line, help, budget }: Said): FindingReport => ({
  rule,
  severity,
  message,
  job: job ?? null,
  file: file ?? null,
  line: line ?? null,
  column: column ?? null,
  end_line: end_line ?? null,
  help: help ?? null,
  ...(budget && { budget }),
});
