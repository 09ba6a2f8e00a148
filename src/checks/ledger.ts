import { isCommitted, overRuns } from "../model/changes.js";
import { collector, type Diagnostic } from "../model/diagnostic.js";
import type { Interval, JobReport } from "../model/report.js";
import { exactly } from "../model/units.js";

/** One merged commitment: a job that a commit added or changed, and what its runs were expected to take. */
export interface Entry {
  /** ISO date of the merge. */
  readonly day: string;
  readonly commit: string;
  readonly job: string;
  /** US dollars of all runs; null where it was unknown. */
  readonly cost: Interval | null;
  readonly gpu_hours: Interval | null;
  readonly sources: readonly { readonly file: string; readonly format: string; readonly owners?: readonly string[] }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly accelerator: string | null;
}

export interface Ledger {
  /** What was merged is not known: the file is not there, or cannot be read. */
  readonly unread?: true;
  readonly entries: readonly Entry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** JSON lines → commitments. A line that is none costs that line, and is said; a commit and job told twice (a union merge) counts once. */
export function readLedger(text: string, file: string): Ledger {
  const { found, report } = collector();
  const entries = new Map<string, Entry>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const entry = entryOf(line);
    const at = { file, line: index + 1, column: 1 };
    if (entry) entries.set(keyOf(entry), entry);
    else
      report(
        "ledger/malformed",
        "this line is no commitment and is not counted",
        at,
        `{"day": "2026-11-25", "commit": "…", "job": "…", "cost": 120}`,
      );
  }
  return { entries: [...entries.values()], diagnostics: found };
}

const keyOf = ({ commit, job }: Pick<Entry, "commit" | "job">) => `${commit} ${job}`;

function entryOf(line: string): Entry | null {
  const raw = parsed(line);
  const { day, commit, job } = raw;
  if (typeof day !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(day) || typeof commit !== "string" || typeof job !== "string") return null;
  const [cost, hours] = [interval(raw.cost), interval(raw.gpu_hours)];
  if (cost === undefined || hours === undefined) return null;
  const sources = Array.isArray(raw.sources) ? raw.sources.filter(isSource) : [{ file: job.split("#")[0] ?? job, format: "" }];
  const accelerator = typeof raw.accelerator === "string" ? raw.accelerator : null;
  return { day, commit, job, cost, gpu_hours: hours, sources, labels: labelsOf(raw.labels), accelerator };
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(line);
    return isRecord(raw) ? raw : {};
  } catch {
    return {}; // a conflict marker, or a line cut short: the caller says so
  }
}

const isRecord = (raw: unknown): raw is Record<string, unknown> => typeof raw === "object" && raw !== null && !Array.isArray(raw);
const isSource = (raw: unknown): raw is Entry["sources"][number] =>
  isRecord(raw) && typeof raw.file === "string" && typeof raw.format === "string";
const labelsOf = (raw: unknown) =>
  isRecord(raw) ? Object.fromEntries(Object.entries(raw).filter((pair): pair is [string, string] => typeof pair[1] === "string")) : {};

/** A number or a range; null is unknown, undefined is a mistake. */
function interval(raw: unknown): Interval | null | undefined {
  if (raw === null || raw === undefined) return null;
  if (isAmount(raw)) return exactly(raw);
  if (!isRecord(raw)) return undefined;
  const { low, expected, high } = raw;
  return isAmount(low) && isAmount(expected) && isAmount(high) ? { low, expected, high } : undefined;
}

const isAmount = (raw: unknown): raw is number => typeof raw === "number" && Number.isFinite(raw) && raw >= 0;

/** Jobs that a change adds or alters, as commitments of its commit. */
export const entriesOf = (jobs: readonly JobReport[], commit: string, day: string): readonly Entry[] =>
  jobs.filter(isCommitted).map((job) => ({
    day,
    commit,
    job: job.id,
    cost: overRuns(job.estimate.cost, job.runs),
    gpu_hours: overRuns(job.estimate.gpu_hours, job.runs),
    sources: job.sources.map(({ file, format }) => ({ file, format })),
    labels: job.labels,
    accelerator: typeof job.resources.accelerator === "string" ? job.resources.accelerator : null,
  }));

/** Ledger text → the same text with what it does not have yet; what is there is never rewritten, so merges join. */
export function appended(text: string, file: string, entries: readonly Entry[]): string {
  const known = new Set(readLedger(text, file).entries.map(keyOf));
  const lines = entries.filter((entry) => !known.has(keyOf(entry))).map((entry) => `${JSON.stringify(entry)}\n`);
  const open = text === "" || text.endsWith("\n") || lines.length === 0 ? "" : "\n";
  return `${text}${open}${lines.join("")}`;
}
