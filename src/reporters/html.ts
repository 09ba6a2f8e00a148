import type { FindingReport, JobReport, Report } from "../model/report.js";
import { formatHours, formatNumber, formatUsd } from "../model/words.js";
import { FITS, hardware, measured, memory, moved, perRun, restsOnAssumption, signed, what, without } from "./cells.js";
import { changes, costs, memories } from "./charts.js";
import { html as escaped } from "./escape.js";
import { counted, headline, namesOf, VERDICT_WORDS, worstFirst } from "./order.js";
import type { Reporter } from "./reporter.js";
import { STYLE } from "./style.js";

/** The page may load, run and send nothing, whatever comes into it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const TITLE = { pass: "passes", warn: "passes with warnings", fail: "fails" } as const;

/** One self-contained page: no script, nothing fetched, light, dark and print. */
export const html: Reporter = {
  render(report) {
    const jobs = worstFirst(report.jobs);
    const body = [head(report), findings(report), tableOf(jobs), changes(jobs), costs(jobs), memories(jobs), footer(report)];
    const meta = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1">`;
    const title = `<title>traincost ${TITLE[report.summary.verdict]}: ${escaped(headline(report))}</title>`;
    return `<!doctype html>\n<html lang="en"><head>${meta}${title}<style>${STYLE}</style></head>\n<body><main>\n${body.filter((part) => part !== "").join("\n")}\n</main></body></html>\n`;
  },
};

function head(report: Report): string {
  const { summary } = report;
  const title = `<h1>traincost <span class="${summary.verdict}">${TITLE[summary.verdict]}</span>: ${escaped(headline(report))}</h1>`;
  if (summary.jobs === 0) return title;
  const change =
    summary.cost_change === undefined
      ? ""
      : `<p>Change against base: <b>${signed(summary.cost_change, formatUsd)}</b>, ${signed(summary.gpu_hours_change ?? null, gpuHours)}${without(summary.change_unknown)}</p>`;
  return `${title}<p class="total">${measured(summary.cost, "USD")}<small>${measured(summary.gpu_hours, "GPU-hours")}; all runs, in brackets the range that holds four times in five</small></p>${change}`;
}

const gpuHours = (value: number) => `${formatNumber(value)} GPU-hours`;

function findings(report: Report): string {
  const names = namesOf(report);
  const { now, before } = counted(report);
  const loud = (all: readonly FindingReport[]) => all.filter(({ severity }) => severity !== "notice");
  const refused = report.findings.filter(({ rule }) => rule === "estimate/refused");
  return [
    listOf("What fails or warns", loud(now), names),
    listOf("Found before this change, and untouched by it", loud(before), names),
    listOf("Not estimated, and the key to add", refused, names),
  ].join("");
}

function listOf(title: string, findings: readonly FindingReport[], names: ReadonlyMap<string | null, string>): string {
  if (findings.length === 0) return "";
  const items = findings.map(({ severity, file, line, job, message, help }) => {
    const name = job === null ? "" : `<b>${escaped(names.get(job) ?? "")}</b> `;
    const place = file === null ? "" : ` <code>${escaped(file)}${line === null ? "" : `:${line}`}</code>`;
    return `<li class="${severity}">${severity}: ${name}${escaped(message)}${place}${help === null ? "" : `<small>${escaped(help)}</small>`}</li>`;
  });
  return `<h2>${title}</h2><ul class="findings">${items.join("")}</ul>`;
}

interface Column {
  readonly title: string;
  readonly number?: true;
  /** The cell, and beneath it a second line. */
  cell(job: JobReport): readonly [string, string?];
}

const CHANGE: Column = {
  title: "Change",
  number: true,
  cell: (job) => {
    const { by, of } = moved(job);
    return [job.change?.status ?? "", by && by.expected !== 0 ? `${signed(by, formatUsd)} ${of}`.trim() : ""];
  },
};
const COLUMNS: readonly Column[] = [
  {
    title: "Cost",
    number: true,
    cell: ({ estimate: { cost }, runs }) => [
      cost ? formatUsd(cost.expected) : "unknown",
      [spread(cost), perRun(runs)].filter((part) => part !== "").join(" "),
    ],
  },
  {
    title: "Time",
    number: true,
    cell: ({ estimate: { wall_hours, gpu_hours } }) => [
      wall_hours ? formatHours(wall_hours.expected) : "unknown",
      gpu_hours ? `${formatNumber(gpu_hours.expected)} GPU-h` : "",
    ],
  },
  {
    title: "Peak memory per GPU",
    number: true,
    cell: (job) => [memory(job), job.estimate.memory_gib.peak ? FITS[job.estimate.fits] : ""],
  },
  { title: "Runs what, where", cell: (job) => [what(job), hardware(job)] },
];

const spread = (cost: JobReport["estimate"]["cost"]) =>
  !cost || cost.low === cost.high ? "" : `${formatNumber(cost.low)} to ${formatNumber(cost.high)}`;

function tableOf(jobs: readonly JobReport[]): string {
  if (jobs.length === 0) return "";
  const columns = jobs.some(({ change }) => change) ? [CHANGE, ...COLUMNS] : COLUMNS;
  const title = ({ title: words, number }: Column) => `<th scope="col"${number ? ' class="number"' : ""}>${words}</th>`;
  const marked = jobs.some(restsOnAssumption) ? "; * rests on an assumption" : "";
  return `<h2>Jobs</h2><table><caption>Changed first, worst first${marked}</caption><thead><tr><th scope="col">Job</th><th scope="col">Verdict</th>${columns.map(title).join("")}</tr></thead><tbody>${jobs.map((job) => tableRow(job, columns)).join("")}</tbody></table>`;
}

function tableRow(job: JobReport, columns: readonly Column[]): string {
  const name = `<th scope="row">${escaped(job.name)}${restsOnAssumption(job) ? "*" : ""}<small>${escaped(job.file)}:${job.line}</small></th>`;
  const verdict = `<td data-label="Verdict"><span class="${job.verdict}">${VERDICT_WORDS[job.verdict]}</span></td>`;
  const cells = columns.map(({ title, number, cell }) => {
    const [first, second = ""] = cell(job);
    return `<td data-label="${title}"${number ? ' class="number"' : ""}>${escaped(first)}${second === "" ? "" : `<small>${escaped(second)}</small>`}</td>`;
  });
  return `<tr>${name}${verdict}${cells.join("")}</tr>`;
}

const footer = (report: Report) =>
  `<footer>An estimate, not a quote. traincost ${escaped(report.tool.version)}, prices up to ${escaped(report.prices_as_of)}; nothing was executed.</footer>`;
