import type { FindingReport, JobReport, Report } from "../model/report.js";
import { FITS, formatCount, formatHours, formatNumber, range, restsOnAssumption, signed } from "./cells.js";
import { plain } from "./escape.js";
import { bySeverity, headline, VERDICT_WORDS, worstFirst } from "./order.js";
import type { RenderOptions, Reporter } from "./reporter.js";

interface Column {
  readonly title: string;
  readonly right?: true;
  cell(job: JobReport): string;
}

const expected = (interval: { readonly expected: number } | null) => (interval ? formatNumber(interval.expected) : "–");

/** Units stand in the header; a dash is unknown. */
const COLUMNS: readonly Column[] = [
  { title: "", cell: ({ verdict }) => VERDICT_WORDS[verdict] },
  { title: "job", cell: (job) => `${plain(job.name)}${restsOnAssumption(job) ? "*" : ""}` },
  { title: "format", cell: ({ format }) => format },
  { title: "model", cell: ({ model }) => (model.parameters === null ? plain(model.id ?? "–") : formatCount(model.parameters)) },
  { title: "method", cell: ({ training }) => String(training.method ?? "–") },
  {
    title: "accelerators",
    cell: ({ resources }) => (resources.accelerator ? `${resources.accelerators ?? "?"} × ${resources.accelerator}` : "–"),
  },
  { title: "GPU-hours", right: true, cell: ({ estimate }) => expected(estimate.gpu_hours) },
  { title: "wall [h]", right: true, cell: ({ estimate }) => expected(estimate.wall_hours) },
  { title: "cost [USD]", right: true, cell: ({ estimate }) => expected(estimate.cost) },
  {
    title: "80 % range [USD]",
    right: true,
    cell: ({ estimate: { cost } }) => (cost ? `${formatNumber(cost.low)} – ${formatNumber(cost.high)}` : "–"),
  },
  { title: "peak [GiB]", right: true, cell: ({ estimate }) => expected(estimate.memory_gib.peak) },
  {
    title: "of [GiB]",
    right: true,
    cell: ({ estimate: { memory_gib } }) => (memory_gib.capacity === null ? "–" : formatNumber(memory_gib.capacity)),
  },
  { title: "memory", cell: ({ estimate }) => FITS[estimate.fits] },
];
const CHANGE: Column = {
  title: "change [USD]",
  right: true,
  cell: ({ change }) => (change ? `${change.status}${change.cost ? ` ${signed(change.cost, formatNumber)}` : ""}` : "–"),
};
const REPORTED: Column = {
  title: "reported",
  cell: ({ reported }) => {
    if (!reported) return "–";
    const { gpu_hours, cost, peak_memory_gib } = reported;
    return [
      gpu_hours === null ? "" : `${formatNumber(gpu_hours)} GPU-h`,
      cost === null ? "" : `${formatNumber(cost)} USD`,
      peak_memory_gib === null ? "" : `${formatNumber(peak_memory_gib)} GiB`,
    ]
      .filter((part) => part !== "")
      .join(", ");
  },
};

const PAINT = { fail: 31, warn: 33, pass: 32, unknown: 35 } as const;
const SEVERITY_PAINT = { error: 31, warning: 33, notice: 36 } as const;

export const table: Reporter = {
  render(report, options) {
    const jobs = worstFirst(report.jobs);
    const parts = [jobs.length > 0 ? grid(jobs, options) : nothing(report), marks(jobs), totals(report), findings(report, options)];
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  },
};

const paint = (text: string, code: number, { color }: RenderOptions) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);

function grid(jobs: readonly JobReport[], options: RenderOptions): string {
  const columns = [
    ...COLUMNS,
    ...(jobs.some(({ change }) => change) ? [CHANGE] : []),
    ...(jobs.some(({ reported }) => reported) ? [REPORTED] : []),
  ];
  const rows = jobs.map((job) => columns.map((column) => column.cell(job)));
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (columns[i]?.right ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)));
  const head = paint(
    line(columns.map(({ title }) => title))
      .join("  ")
      .trimEnd(),
    1,
    options,
  );
  const body = rows.map((row, i) => {
    const [verdict = "", ...rest] = line(row);
    return [paint(verdict, PAINT[jobs[i]?.verdict ?? "unknown"], options), ...rest].join("  ").trimEnd();
  });
  return [head, ...body].join("\n");
}

const nothing = ({ summary }: Report) =>
  `No training job found (${summary.files_scanned} candidate ${summary.files_scanned === 1 ? "file" : "files"} read). ` +
  "The formats are listed in docs/formats.md; any file can say `# traincost: model.id=…`, and *.traincost.yml is always read.";

const marks = (jobs: readonly JobReport[]) =>
  jobs.some(restsOnAssumption) ? "* rests on an assumption: `traincost explain JOB` lists every input with its origin" : "";

function totals(report: Report): string {
  const { summary } = report;
  if (summary.jobs === 0) return "";
  const lines = [
    `${headline(report)}: ${summary.verdict}`,
    `cost ${range(summary.cost, (value) => `${formatNumber(value)} USD`)}, ${range(summary.gpu_hours, (value) => `${formatNumber(value)} GPU-hours`)}, 80 % ranges, all runs; prices up to ${report.prices_as_of}`,
  ];
  if (summary.cost_change !== undefined)
    lines.push(
      `change against base: ${signed(summary.cost_change, (value) => `${formatNumber(value)} USD`)}, ${signed(summary.gpu_hours_change ?? null, (value) => `${formatNumber(value)} GPU-hours`)}`,
    );
  const exposed = report.jobs.flatMap(({ estimate, name }) =>
    estimate.worst_case?.cost
      ? [`${plain(name)} ${formatNumber(estimate.worst_case.cost)} USD in ${formatHours(estimate.worst_case.wall_hours)}`]
      : [],
  );
  if (exposed.length > 0) lines.push(`most the time limits allow: ${exposed.slice(0, 5).join("; ")}${exposed.length > 5 ? "; …" : ""}`);
  return lines.join("\n");
}

function findings(report: Report, options: RenderOptions): string {
  const shown = bySeverity(report.findings);
  return shown.map((found) => finding(found, options)).join("\n");
}

function finding({ rule, severity, message, file, line, help }: FindingReport, options: RenderOptions): string {
  const place = file === null ? "" : `${plain(file)}${line === null ? "" : `:${line}`}: `;
  return `${place}${paint(severity, SEVERITY_PAINT[severity], options)}: ${plain(message)} [${rule}]${help === null ? "" : `\n    ${plain(help)}`}`;
}
