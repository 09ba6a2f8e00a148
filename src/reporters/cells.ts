import { changeOverRuns, overRuns } from "../model/changes.js";
import type { Interval, JobReport } from "../model/report.js";
import { formatCount, formatGib, formatNumber, formatUsd } from "../model/words.js";

/** `1,234 (900–1,800)`: the expected value and its 80 % range. */
export function range(interval: Interval | null, words: (value: number) => string): string {
  if (!interval) return "unknown";
  if (interval.low === interval.high) return words(interval.expected);
  return `${words(interval.expected)} (${words(interval.low)} – ${words(interval.high)})`;
}

/** `9,349 (5,796 – 15,000) USD`: the unit once. */
export function measured(interval: Interval | null, unit: string): string {
  return interval ? `${range(interval, formatNumber)} ${unit}` : "unknown";
}

/** A sum that leaves jobs out says so. */
export const without = (unknown: number | undefined): string =>
  unknown ? `, without ${unknown} ${unknown === 1 ? "job" : "jobs"} whose change is unknown` : "";

/** `7,000 → 9,349 USD`: what it was, from what it is and by how much it moved; empty where three digits do not show the step. */
export function beforeAfter(now: Interval | null, change: Interval | null | undefined, unit: string): string {
  if (!now || !change) return "";
  const [before, after] = [formatNumber(Math.max(0, now.expected - change.expected)), formatNumber(now.expected)];
  return before === after ? "" : `${before} → ${after} ${unit}`;
}

export const signed = (interval: Interval | null, words: (value: number) => string): string => {
  if (!interval) return "unknown";
  const sign = interval.expected > 0 ? "+" : interval.expected < 0 ? "−" : "±";
  return `${sign}${words(Math.abs(interval.expected))}`;
};

/**
 * What the change does to the cost of a job: like its other figures of one run, and said where there are several; of all runs where their number is what changed,
 * for one run then tells nothing. Null where it cannot be known.
 */
export function moved(job: JobReport): { readonly by: Interval | null; readonly before: Interval | null; readonly of: string } {
  const { change, runs } = job;
  const base = change?.base ?? null;
  const was = base?.runs ?? runs;
  if (change?.status === "changed" && was !== runs)
    return { by: changeOverRuns(job, "cost"), before: overRuns(base?.cost ?? null, was), of: `in all, runs ${was} → ${runs}` };
  return { by: change?.cost ?? null, before: base?.cost ?? null, of: runs > 1 ? "a run" : "" };
}

/** Figures of a job are of one run; totals are of all. */
export const perRun = (runs: number): string => (runs > 1 ? `a run, × ${runs} runs` : "");

export const hardware = ({ resources, estimate }: JobReport): string => {
  const name = typeof resources.accelerator === "string" ? resources.accelerator : null;
  const count = typeof resources.accelerators === "number" ? resources.accelerators : null;
  if (name === null) return "unknown";
  return `${count ?? "?"} × ${name}${estimate.hourly_cost === null ? "" : ` at ${formatUsd(estimate.hourly_cost)}/h`}`;
};

export const what = ({ model, training }: JobReport): string => {
  const name = model.id ?? (model.parameters === null ? "unknown model" : "model");
  const size = model.parameters === null ? "" : ` ${formatCount(model.parameters)}`;
  return `${name}${size}, ${String(training.method ?? "full")}`;
};

export const memory = ({ estimate }: JobReport): string => {
  const { peak, capacity } = estimate.memory_gib;
  if (!peak) return "unknown";
  return capacity === null ? formatGib(peak.expected) : `${formatNumber(peak.expected)} of ${formatGib(capacity)}`;
};

export const FITS = { yes: "fits", tight: "tight", no: "does not fit", unknown: "unknown" } as const;

/** Inputs nobody declared, that the numbers rest on. */
export const assumedInputs = (job: JobReport): readonly (readonly [path: string, note: string])[] =>
  Object.entries(job.origins).flatMap(([path, { kind, note }]) => (kind === "assumed" ? [[path, note ?? ""] as const] : []));

/** The assumptions that move numbers most; a table marks the job with an asterisk when one of them is made. */
const HEAVY = /^(training\.(sequence_length|micro_batch_size|epochs|method)|resources\.(accelerator|accelerators_per_node)|data\.)/;
export const restsOnAssumption = (job: JobReport) => assumedInputs(job).some(([path]) => HEAVY.test(path));
