import type { FindingReport, JobReport, Report } from "../model/report.js";
import { beforeAfter, formatNumber, formatUsd, measured, restsOnAssumption, signed } from "./cells.js";
import { ICON, link, tableOf } from "./comment-table.js";
import { code, markdown as escaped, shortened } from "./escape.js";
import { counted, headline, namesOf, plural, worstFirst } from "./order.js";
import type { RenderOptions, Reporter } from "./reporter.js";
import { isShown, why } from "./why.js";

/** GitHub cuts a comment at 65,536 characters; the rest is room for what it adds. */
export const MAX_COMMENT = 60_000;
const SEVERITY_ICON = { error: "❌", warning: "⚠️", notice: "ℹ️" } as const;

/** Lines of one part, and how soon it is dropped when there is no room: highest first. */
interface Part {
  readonly drop: number;
  readonly lines: readonly string[];
}

/** The pull-request comment and the job summary: verdict, totals, what fails, the table, and folded away everything else. */
export const markdown: Reporter = {
  render(report, options) {
    const parts: readonly Part[] = [
      { drop: 0, lines: top(report, options) },
      { drop: 2, lines: problems(report, options) },
      { drop: 3, lines: jobTable(report, options) },
      { drop: 5, lines: folded("Budgets", budgets(report)) },
      { drop: 4, lines: folded("Not estimated, and the key to add", missing(report, options)) },
      { drop: 6, lines: folded("Alternatives", alternatives(report, options)) },
      { drop: 6, lines: folded("Why: memory and cost of each changed job", why(report)) },
      { drop: 7, lines: folded("So before this change, and untouched by it", before(report, options)) },
      { drop: 8, lines: folded("Unchanged jobs", unchanged(report, options)) },
      { drop: 7, lines: folded("Notices", notices(report, options)) },
      { drop: 1, lines: footer(report, options) },
    ];
    return fitted(parts, options.maxLength ?? MAX_COMMENT);
  },
};

/** Drops whole lines, from the end of the least important part on. */
function fitted(parts: readonly Part[], limit: number): string {
  const kept = parts.map(({ drop, lines }) => ({ drop, lines: [...lines], cut: 0 }));
  let length = kept.reduce((sum, { lines }) => sum + lines.reduce((all, line) => all + line.length + 1, 1), 0);
  for (const part of [...kept].sort((a, b) => b.drop - a.drop)) {
    const close = part.lines.at(-1) === "</details>" ? 2 : 0;
    while (length > limit - 200 && part.lines.length > close + 3 && part.drop > 1) {
      const [line = ""] = part.lines.splice(part.lines.length - 1 - close, 1);
      length -= line.length + 1;
      part.cut++;
    }
    if (part.cut > 0)
      part.lines.splice(part.lines.length - close, 0, "", `… and ${part.cut} more ${plural(part.cut, "line")}: see the run's JSON report`);
  }
  return `${kept
    .filter(({ lines }) => lines.length > 0)
    .map(({ lines }) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const UNIT = { cost: "USD", hours: "GPU-hours" } as const;

function top(report: Report, { marker }: RenderOptions): readonly string[] {
  const { summary } = report;
  const words = { pass: "passes", warn: "passes with warnings", fail: "fails" }[summary.verdict];
  const title = [...(marker ? [marker] : []), `### ${ICON[summary.verdict]} traincost ${words}: ${headline(report)}`];
  if (report.policy?.overrode.length) title.push("", `⚠️ The label ${code(report.policy.overridden_by ?? "")} lets pass what fails here.`);
  if (summary.jobs === 0 && report.jobs.length === 0) return title;
  return [...title, "", ...changeLine(report), totalLine(report)];
}

/** What this pull request does to the bill comes before the bill. */
function changeLine({ summary }: Report): readonly string[] {
  if (summary.cost_change === undefined) return [];
  const { cost, cost_change, gpu_hours, gpu_hours_change } = summary;
  if (!cost_change && !gpu_hours_change) return ["**This change: unknown**, because nothing here could be estimated.", ""];
  if (cost_change?.expected === 0 && (gpu_hours_change?.expected ?? 0) === 0)
    return ["**This change: no difference in cost or time.**", ""];
  const steps = [beforeAfter(cost, cost_change, UNIT.cost), beforeAfter(gpu_hours, gpu_hours_change, UNIT.hours)].filter(
    (step) => step !== "",
  );
  const hours = signed(gpu_hours_change ?? null, (value) => `${formatNumber(value)} ${UNIT.hours}`);
  return [`**This change: ${signed(cost_change, formatUsd)}**, ${hours}${steps.length === 0 ? "" : ` (${steps.join(", ")})`}.`, ""];
}

const totalLine = ({ summary: { cost, gpu_hours } }: Report) =>
  cost || gpu_hours
    ? `**Total for all runs: ${measured(cost, UNIT.cost)}**, ${measured(gpu_hours, UNIT.hours)}. In brackets: where four runs in five should end.`
    : "**Total: unknown.** What to add is under “Not estimated”.";

function findingLine(
  { severity, message, file, line, job, help }: FindingReport,
  options: RenderOptions,
  names: ReadonlyMap<string | null, string>,
): string {
  const name = job === null ? undefined : names.get(job);
  const place = link(file, line, options);
  const words = `${escaped(message)}${help === null ? "" : `. ${escaped(help)}`}`;
  return `- ${SEVERITY_ICON[severity]} ${name === undefined ? "" : `**${escaped(shortened(name, 60))}** `}${words}${place === "" ? "" : ` (${place})`}`;
}

const linesOf = (report: Report, findings: readonly FindingReport[], options: RenderOptions): readonly string[] => {
  const names = namesOf(report);
  return findings.map((found) => findingLine(found, options, names));
};

/** What fails or warns, each with the inputs whose change did it. */
function problems(report: Report, options: RenderOptions): readonly string[] {
  const found = counted(report).now.filter(({ severity }) => severity !== "notice");
  const jobs = new Map(report.jobs.map((job) => [job.id, job]));
  const names = namesOf(report);
  const told = new Set<string>();
  return found.flatMap((each) => {
    const job = each.job === null || told.has(each.job) ? undefined : jobs.get(each.job);
    if (job) told.add(job.id);
    return [findingLine(each, options, names), ...(job ? because(job, options) : [])];
  });
}

function because({ change }: JobReport, options: RenderOptions): readonly string[] {
  const inputs = change?.inputs ?? [];
  const shown = inputs.slice(0, 3).map(({ path, from, to, file, line }) => {
    const place = link(file, line, options);
    return `${code(path)} ${code(words(from))} → ${code(words(to))}${place === "" ? "" : ` (${place})`}`;
  });
  if (shown.length === 0) return [];
  return [`  - because ${shown.join(", ")}${inputs.length > 3 ? `, and ${inputs.length - 3} more inputs` : ""}`];
}

const words = (value: unknown): string =>
  value === null || value === undefined ? "unset" : typeof value === "string" ? value : JSON.stringify(value);

/** What this change neither made nor touched. */
const before = (report: Report, options: RenderOptions): readonly string[] => linesOf(report, counted(report).before, options);

const notices = (report: Report, options: RenderOptions): readonly string[] =>
  linesOf(
    report,
    report.findings.filter(({ severity, rule }) => severity === "notice" && rule !== "estimate/refused"),
    options,
  );

const missing = (report: Report, options: RenderOptions): readonly string[] =>
  linesOf(
    report,
    report.findings.filter(({ rule }) => rule === "estimate/refused"),
    options,
  );

function jobTable(report: Report, options: RenderOptions): readonly string[] {
  const jobs = worstFirst(report.jobs).filter(isShown);
  return [...tableOf(jobs, options), ...(jobs.some(restsOnAssumption) ? ["", "\\* rests on an assumption, listed under “Why”."] : [])];
}

const unchanged = (report: Report, options: RenderOptions): readonly string[] =>
  tableOf(
    worstFirst(report.jobs).filter((job) => !isShown(job)),
    options,
  );

function alternatives({ jobs }: Report, options: RenderOptions): readonly string[] {
  return jobs.flatMap(({ name, alternatives: all }) =>
    all.slice(0, 2).map(({ title, changes, cost, peak_gib }) => {
      const figures = [peak_gib && `${formatNumber(peak_gib.expected)} GiB`, cost && formatUsd(cost.expected)].filter(Boolean).join(", ");
      const edits = changes.map(
        ({ path, to, file, line }) => `${code(`${path}: ${to}`)}${file === null ? "" : ` at ${link(file, line, options)}`}`,
      );
      return `- ${escaped(name)}: ${escaped(title)}${figures === "" ? "" : `: ${figures}`} (${edits.join(", ")})`;
    }),
  );
}

function budgets({ budgets: all }: Report): readonly string[] {
  if (all.length === 0) return [];
  const rows = all.map((each) => {
    const amount = each.measured === null ? "unknown" : `${formatNumber(each.measured)} ${escaped(each.unit)}`;
    return `| ${ICON[each.verdict]} | ${escaped(each.name)} | ${escaped(shortened(each.job ?? each.per, 60))} | ${escaped(each.metric)} | ${amount} | ${formatNumber(each.limit)} ${escaped(each.unit)} | ${code(`${each.source.file}:${each.source.line}`)} |`;
  });
  return ["| | Budget | Of | Metric | Measured | Limit | From |", "|---|---|---|---|---:|---:|---|", ...rows];
}

function folded(title: string, lines: readonly string[]): readonly string[] {
  const count = lines.filter((line) => /^(- |\| (?!\|))/.test(line)).length;
  return lines.length === 0
    ? []
    : [`<details><summary>${title}${count > 1 ? ` (${count} ${plural(count, "line")})` : ""}</summary>`, "", ...lines, "", "</details>"];
}

function footer(report: Report, { runUrl }: RenderOptions): readonly string[] {
  const run = runUrl ? ` · [run](${runUrl})` : "";
  const sources = [...new Set(report.budgets.map(({ source }) => source.file))];
  const policy =
    sources.length === 0
      ? "no budget applies"
      : `budgets from ${sources.slice(0, 2).map(code).join(", ")}${sources.length > 2 ? ", …" : ""}`;
  return [
    `<sub>An estimate, not a quote · ${policy} · traincost ${report.tool.version} · prices up to ${report.prices_as_of} · nothing was executed${run}</sub>`,
  ];
}
