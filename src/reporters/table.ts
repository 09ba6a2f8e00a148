import type { FindingReport, JobReport, Report } from "../model/report.js";
import { formatCount, formatHours, formatNumber } from "../model/words.js";
import { measured, moved, restsOnAssumption, signed, without } from "./cells.js";
import { plain } from "./escape.js";
import { type GridColumn, grid } from "./grid.js";
import { bySeverity, headline, VERDICT_WORDS, worstFirst } from "./order.js";
import type { RenderOptions, Reporter } from "./reporter.js";

const expected = (interval: { readonly expected: number } | null) => (interval ? formatNumber(interval.expected) : "–");

type Column = GridColumn<JobReport>;

/** A name, and where another job has the same one, its id. */
const nameColumn = (jobs: readonly JobReport[]): Column => {
  const count = new Map<string, number>();
  for (const { name } of jobs) count.set(name, (count.get(name) ?? 0) + 1);
  return {
    title: "job",
    flexible: true,
    cell: (job) =>
      `${plain(count.get(job.name) === 1 ? job.name : job.id)}${job.runs > 1 ? ` ×${job.runs}` : ""}${restsOnAssumption(job) ? "*" : ""}`,
  };
};

/** Units stand in the header; a dash is unknown. What goes first where there is no room has the highest `drop`. */
const COLUMNS: readonly Column[] = [
  { title: "format", drop: 9, cell: ({ format }) => format },
  { title: "model", drop: 7, cell: ({ model }) => (model.parameters === null ? plain(model.id ?? "–") : formatCount(model.parameters)) },
  { title: "method", drop: 8, cell: ({ training }) => plain(String(training.method ?? "–")) },
  {
    title: "accelerators",
    drop: 4,
    cell: ({ resources }) => (resources.accelerator ? plain(`${resources.accelerators ?? "?"} × ${resources.accelerator}`) : "–"),
  },
  { title: "GPU-hours", right: true, cell: ({ estimate }) => expected(estimate.gpu_hours) },
  { title: "wall [h]", right: true, drop: 2, cell: ({ estimate }) => expected(estimate.wall_hours) },
  { title: "cost [USD]", right: true, cell: ({ estimate }) => expected(estimate.cost) },
  {
    title: "80 % range [USD]",
    right: true,
    drop: 3,
    cell: ({ estimate: { cost } }) => (cost ? `${formatNumber(cost.low)} – ${formatNumber(cost.high)}` : "–"),
  },
  { title: "peak [GiB]", right: true, cell: ({ estimate }) => expected(estimate.memory_gib.peak) },
  {
    title: "of [GiB]",
    right: true,
    drop: 5,
    cell: ({ estimate: { memory_gib } }) => (memory_gib.capacity === null ? "–" : formatNumber(memory_gib.capacity)),
  },
  { title: "fits", cell: ({ estimate }) => estimate.fits },
];
const VERDICT: Column = { title: "", cell: ({ verdict }) => verdict };
/** `+5,347` of a changed job; of another one its status, too. */
const CHANGE: Column = {
  title: "change USD",
  right: true,
  cell: (job) => {
    const { change } = job;
    if (!change || change.status === "unchanged") return "–";
    const { by, of } = moved(job);
    const words = [change.status === "changed" ? "" : change.status, by ? signed(by, formatNumber) : "unknown", by ? of : ""];
    return words.filter((word) => word !== "").join(" ");
  },
};
const REPORTED: Column = {
  title: "reported",
  drop: 6,
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

/** Of a terminal that does not tell. */
const WIDTH = 80;
const PAINT = { fail: 31, warn: 33, pass: 32, unknown: 35 } as const;
const SEVERITY_PAINT = { error: 31, warning: 33, notice: 36 } as const;

export const table: Reporter = {
  render(report, options) {
    const jobs = worstFirst(report.jobs);
    const parts = [jobs.length > 0 ? jobTable(jobs, options) : nothing(report), marks(jobs), totals(report), findings(report, options)];
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  },
};

const paint = (text: string, code: number, { color }: RenderOptions) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);

/** The jobs as a table, and what the width left out of it. */
function jobTable(jobs: readonly JobReport[], options: RenderOptions): string {
  const columns = [
    VERDICT,
    nameColumn(jobs),
    ...COLUMNS,
    ...(jobs.some(({ change }) => change) ? [CHANGE] : []),
    ...(jobs.some(({ reported }) => reported) ? [REPORTED] : []),
  ];
  const width = options.width ?? WIDTH;
  const { head, rows, left } = grid(columns, jobs, width);
  const body = rows.map(([verdict, rest], i) => `${paint(verdict, PAINT[jobs[i]?.verdict ?? "unknown"], options)}${rest}`);
  const note = left.length === 0 ? [] : [`left out at ${width} columns: ${left.join(", ")} (--format csv has all)`];
  return [paint(head, 1, options), ...body, ...note].join("\n");
}

const nothing = ({ summary }: Report) =>
  `No training job found (${summary.files_scanned} candidate ${summary.files_scanned === 1 ? "file" : "files"} read). ` +
  "The formats are listed in docs/formats.md; *.traincost.yml is always read, and what a manifest leaves open it can say as `# traincost: model.id=…`.";

const marks = (jobs: readonly JobReport[]) =>
  jobs.some(restsOnAssumption) ? "* rests on an assumption: `traincost explain JOB` lists every input with its origin" : "";

function totals(report: Report): string {
  const { summary } = report;
  if (summary.jobs === 0) return "";
  const lines = [
    `${VERDICT_WORDS[summary.verdict]}: ${headline(report)}`,
    `cost ${measured(summary.cost, "USD")}, ${measured(summary.gpu_hours, "GPU-hours")}; 80 % ranges, all runs; prices up to ${report.prices_as_of}`,
  ];
  if (summary.cost_change !== undefined)
    lines.push(
      `change against base: ${signed(summary.cost_change, (value) => `${formatNumber(value)} USD`)}, ${signed(summary.gpu_hours_change ?? null, (value) => `${formatNumber(value)} GPU-hours`)}${without(summary.change_unknown)}`,
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
