import { isThere } from "../model/changes.js";
import type { JobReport } from "../model/report.js";
import { formatHours, formatNumber, formatUsd } from "../model/words.js";
import { FITS, hardware, memory, moved, perRun, restsOnAssumption, signed, what } from "./cells.js";
import { code, markdown as escaped, path, shortened } from "./escape.js";
import type { RenderOptions } from "./reporter.js";

export const ICON = { pass: "✅", warn: "⚠️", fail: "❌", unknown: "❔" } as const;

const address = (file: string, line: number | null, blobUrl: string) => `${blobUrl}${path(file)}${line === null ? "" : `#L${line}`}`;

/** A policy of another repository, as `owner/repo/policy.yml@v1`: it is not at the head commit. */
const ELSEWHERE = /^[\w.-]+\/[\w.-]+\/.+\.ya?ml@[\w./-]+$/;

/** `file:12`, and where there is something to point at, a link to the line at the head commit. */
export function link(file: string | null, line: number | null, { blobUrl }: RenderOptions): string {
  if (file === null) return "";
  const words = code(`${shortened(file, 70)}${line === null ? "" : `:${line}`}`);
  return blobUrl && !ELSEWHERE.test(file) ? `[${words}](${address(file, line, blobUrl)})` : words;
}

/** Code and links of code, where they stand in a table: there a pipe ends the cell even inside backticks. */
export const inCell = (markup: string): string => markup.replaceAll("|", "\\|");

/** Figures stay on one line: neither their blanks nor their hyphens break. */
const unbroken = (text: string) => text.replaceAll(" ", "\u00a0").replaceAll("-", "\u2011");
const figures = (...lines: readonly string[]) =>
  lines
    .filter((line) => line !== "")
    .map(unbroken)
    .join("<br>");

/** A removed job has no line at the head. */
function jobCell(job: JobReport, options: RenderOptions): string {
  const name = `**${escaped(shortened(job.name, 60))}**${restsOnAssumption(job) ? " \\*" : ""}`;
  return `${name}<br>${inCell(link(job.file, job.line, isThere(job) ? options : {}))}`;
}

function changeCell(job: JobReport): string {
  const { change, estimate } = job;
  if (!change) return "";
  const { by, before, of } = moved(job);
  const { status } = change;
  if (status === "changed" && !by && (estimate.cost || before))
    return figures(status, `was ${before ? `about ${formatUsd(before.expected)}` : "unknown"}`);
  if (!by) return status;
  if (by.expected === 0) return figures(status, ...(status === "changed" ? ["same cost", of] : []));
  const was = before?.expected ?? (estimate.cost?.expected ?? 0) - by.expected;
  return figures(status, signed(by, formatUsd), status === "changed" && was > 0 ? percent(by.expected / was) : "", of);
}

const percent = (share: number) => `${share < 0 ? "−" : "+"}${formatNumber(Math.abs(share * 100))} %`;

interface Column {
  readonly title: string;
  readonly right?: true;
  cell(job: JobReport, options: RenderOptions): string;
}

const CHANGE: Column = { title: "Change", right: true, cell: changeCell };
/** Units stand in the cells: a figure copied out of a table keeps its meaning. */
const COLUMNS: readonly Column[] = [
  { title: "", cell: ({ verdict }) => ICON[verdict] },
  { title: "Job", cell: jobCell },
  { title: "Cost", right: true, cell: (job) => (isThere(job) ? cost(job) : "–") },
  { title: "Time", right: true, cell: (job) => (isThere(job) ? time(job) : "–") },
  { title: "Peak memory per GPU", right: true, cell: (job) => (isThere(job) ? peak(job) : "–") },
  { title: "Runs what, where", cell: (job) => `${escaped(what(job))}<br>${escaped(hardware(job))}` },
];

const cost = ({ estimate: { cost: usd }, runs }: JobReport) =>
  usd
    ? figures(formatUsd(usd.expected), usd.low === usd.high ? "" : `${formatNumber(usd.low)} to ${formatNumber(usd.high)}`, perRun(runs))
    : "unknown";

const time = ({ estimate: { wall_hours, gpu_hours } }: JobReport) =>
  figures(wall_hours ? formatHours(wall_hours.expected) : "unknown", gpu_hours ? `${formatNumber(gpu_hours.expected)} GPU-h` : "");

const peak = (job: JobReport) =>
  job.estimate.memory_gib.peak ? figures(memory(job), job.estimate.fits === "unknown" ? "" : FITS[job.estimate.fits]) : "unknown";

export function tableOf(jobs: readonly JobReport[], options: RenderOptions): readonly string[] {
  if (jobs.length === 0) return [];
  const [verdict, job, cost, ...rest] = COLUMNS as readonly [Column, Column, Column, ...Column[]];
  const columns = jobs.some(({ change }) => change) ? [verdict, job, cost, CHANGE, ...rest] : COLUMNS;
  return [
    `| ${columns.map(({ title }) => title).join(" | ")} |`,
    `|${columns.map(({ right }) => (right ? "---:" : "---")).join("|")}|`,
    ...jobs.map((each) => `| ${columns.map(({ cell }) => cell(each, options)).join(" | ")} |`),
  ];
}
