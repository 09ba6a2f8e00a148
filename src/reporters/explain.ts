import { isFactName, type ShownUnit, shownUnit } from "../model/facts.js";
import type { JobReport, OriginReport, Report, TermReport } from "../model/report.js";
import { formatCount, formatGib, formatHours, formatNumber, formatUsd } from "../model/words.js";
import { FITS, range } from "./cells.js";
import { plain } from "./escape.js";

/** Every term of one estimate with formula, value and source, and every input with where it is from. */
export function renderExplain(report: Report, job: JobReport): string {
  const { estimate } = job;
  const head = [
    `${plain(job.id)} (${job.format}, ${plain(job.file)}:${job.line}): ${job.verdict}`,
    `cost ${range(estimate.cost, formatUsd)}; ${range(estimate.gpu_hours, (value) => `${formatNumber(value)} GPU-hours`)}; wall ${range(estimate.wall_hours, formatHours)}`,
    `memory per device ${range(estimate.memory_gib.peak, formatGib)}${estimate.memory_gib.capacity === null ? "" : ` of ${formatGib(estimate.memory_gib.capacity)}`}: ${FITS[estimate.fits]}`,
    ...(job.reported ? [`reported: ${reported(job.reported)}`] : []),
  ];
  const files = job.sources.map(({ file, format, role }) => `  ${plain(file)} (${format}, ${role})`);
  return [
    head.join("\n"),
    `Read from\n${files.join("\n")}`,
    `Inputs\n${inputs(job)}`,
    `Working\n${working(job)}`,
    refusals(job),
    `prices up to ${report.prices_as_of}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const reported = ({ gpu_hours, cost, peak_memory_gib }: NonNullable<JobReport["reported"]>) =>
  [
    gpu_hours === null ? null : `${formatNumber(gpu_hours)} GPU-hours`,
    cost === null ? null : formatUsd(cost),
    peak_memory_gib === null ? null : formatGib(peak_memory_gib),
  ]
    .filter((part) => part !== null)
    .join(", ");

const SECTIONS = ["training", "parallelism", "resources"] as const;

/** The value in force of a dotted path. */
function valueAt(job: JobReport, path: string): unknown {
  const [section = "", ...rest] = path.split(".");
  if (section === "model") return job.model[rest[0] as keyof JobReport["model"]];
  const known = SECTIONS.find((name) => name === section);
  const found = known ? rest.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], job[known]) : undefined;
  return found;
}

function inputs(job: JobReport): string {
  const rows = Object.entries(job.origins)
    .filter(([path]) => isFactName(path))
    .map(([path, origin]) => [path, shown(valueAt(job, path) ?? origin.value, shownUnit(path)), where(origin)] as const);
  const widths = [0, 1].map((i) => Math.min(48, Math.max(...rows.map((row) => row[i as 0 | 1].length))));
  return rows
    .map(([path, value, from]) => `  ${path.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${from}`.trimEnd())
    .join("\n");
}

function shown(value: unknown, unit: ShownUnit | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return unit ? `${value} ${unit}` : value >= 1e6 ? formatCount(value) : String(value);
  return plain(typeof value === "object" ? JSON.stringify(value) : String(value)).slice(0, 48);
}

const where = ({ kind, file, line, note }: OriginReport) =>
  `${kind}${file === null ? "" : ` at ${plain(file)}:${line}`}${note === null ? "" : `: ${plain(note)}`}`;

function working(job: JobReport): string {
  return job.estimate.terms.map((term) => lines(term, job).join("\n")).join("\n");
}

/** Value, formula, the same with numbers, where these are from. */
function lines({ label, value, unit, formula, numbers, inputs, source }: TermReport, job: JobReport): readonly string[] {
  const shownValue = number(value, unit);
  const from = inputs.flatMap((name) => {
    const origin = job.origins[name];
    return origin ? [`${name} (${short(origin)})`] : [];
  });
  return [
    `  ${label.padEnd(44)} ${shownValue.padStart(16)} ${unit}`,
    `      = ${formula}`,
    `      = ${numbers}`,
    ...(from.length > 0 ? [`      from ${from.join(", ")}`] : []),
    `      [${source}]`,
  ];
}

const short = ({ kind, file, line }: OriginReport) => (file === null ? kind : `${kind}, ${plain(file)}:${line}`);

const number = (value: number, unit: string) =>
  unit === "parameters" || unit === "tokens"
    ? value.toLocaleString("en-US", { maximumFractionDigits: 0 })
    : value >= 1e6 && value < 1e15
      ? Number(value.toPrecision(4)).toLocaleString("en-US")
      : String(Number(value.toPrecision(4)));

const refusals = ({ estimate }: JobReport) =>
  estimate.refused.length === 0
    ? ""
    : `Not estimated\n${estimate.refused.map(({ what, reason, add }) => `  ${what}: ${reason}; add ${add}`).join("\n")}`;
