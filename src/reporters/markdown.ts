import type { Interval, Report } from "../model/report.js";
import { formatNumber, formatUsd } from "../model/words.js";
import { beforeAfter, measured, restsOnAssumption, without } from "./cells.js";
import { before, missing, notices, problems } from "./comment-findings.js";
import { alternatives, budgets, folded } from "./comment-folds.js";
import { ICON, tableOf } from "./comment-table.js";
import { code, markdown as escaped } from "./escape.js";
import { characters, fitted, octets, type Part } from "./fitting.js";
import { headline, worstFirst } from "./order.js";
import type { RenderOptions, Reporter } from "./reporter.js";
import { explained, isShown, why } from "./why.js";

/** GitHub cuts a comment at 65,536 characters; the rest is room for what it adds. */
const MAX_COMMENT = 60_000;

/** The pull-request comment and the job summary: verdict, totals, what fails, the table, and folded away everything else. */
export const markdown: Reporter = {
  render(report, options) {
    const alone = !report.summary.cost && !report.summary.gpu_hours;
    const parts: readonly Part[] = [
      { drop: 0, lines: top(report, options) },
      { drop: 2, lines: problems(report, options) },
      { drop: 3, lines: jobTable(report, options) },
      { drop: 5, lines: folded("Budgets", budgets(report)) },
      { drop: 4, lines: folded("Not estimated, and the key to add", missing(report, options), { open: alone }) },
      { drop: 6, lines: folded("Alternatives", alternatives(report, options)) },
      {
        drop: 6,
        lines: folded("Why: memory, cost and what changed, job by job", why(report, options), { count: explained(report).length }),
      },
      { drop: 7, lines: folded("Found before this change, and untouched by it", before(report, options)) },
      { drop: 8, lines: folded("Unchanged jobs", unchanged(report, options)) },
      { drop: 7, lines: folded("Notices", notices(report, options)) },
      { drop: 1, lines: footer(report, options) },
    ];
    return fitted(parts, options.maxBytes ? octets(options.maxBytes) : characters(options.maxLength ?? MAX_COMMENT));
  },
};

const UNIT = { cost: "USD", hours: "GPU-hours" } as const;

function top(report: Report, { marker, resolved }: RenderOptions): readonly string[] {
  const { summary } = report;
  const words = { pass: "passes", warn: "passes with warnings", fail: "fails" }[summary.verdict];
  const title = [...(marker ? [marker] : []), `### ${ICON[summary.verdict]} traincost ${words}: ${headline(report)}`];
  if (report.policy?.overrode.length) title.push("", `⚠️ The label ${code(report.policy.overridden_by ?? "")} lets pass what fails here.`);
  if (resolved) title.push("", "**Resolved:** what failed here at an earlier commit no longer does.");
  if (summary.jobs === 0 && report.jobs.length === 0) return title;
  return [...title, "", ...changeLine(report), totalLine(report)];
}

/** What this pull request does to the bill comes before the bill. */
function changeLine({ summary }: Report): readonly string[] {
  if (summary.cost_change === undefined) return [];
  const { cost, cost_change, gpu_hours, gpu_hours_change, change_unknown = 0 } = summary;
  if (!cost_change && !gpu_hours_change) return ["**What this change costs is unknown:** nothing it touches could be estimated.", ""];
  const [money, hours] = [moved(cost_change, formatUsd), moved(gpu_hours_change, (value) => `${formatNumber(value)} ${UNIT.hours}`)];
  if (money === "" && hours === "" && change_unknown === 0) return ["**This change makes no difference in cost or time.**", ""];
  const both = change_unknown > 0 ? [] : [beforeAfter(cost, cost_change, UNIT.cost), beforeAfter(gpu_hours, gpu_hours_change, UNIT.hours)];
  const steps = both.filter(Boolean);
  const [verb = ""] = money.split(" ");
  const sameVerb = hours.startsWith(verb);
  const words =
    money === ""
      ? `**This change ${hours || "makes no known difference"}**`
      : `**This change ${money}**${hours === "" ? "" : ` and ${sameVerb ? hours.slice(verb.length + 1) : hours}`}`;
  return [`${words}${steps.length === 0 ? "" : ` (${steps.join(", ")})`}${without(change_unknown)}.`, ""];
}

function moved(change: Interval | null | undefined, words: (value: number) => string): string {
  if (!change || change.expected === 0) return "";
  return `${change.expected > 0 ? "adds" : "saves"} ${words(Math.abs(change.expected))}`;
}

const totalLine = ({ summary: { cost, gpu_hours } }: Report) =>
  cost || gpu_hours
    ? `**All runs together cost ${measured(cost, UNIT.cost)}** and take ${measured(gpu_hours, UNIT.hours)}; a range holds four times in five.`
    : "**Cost and time are unknown.** What to add is under “Not estimated”.";

function jobTable(report: Report, options: RenderOptions): readonly string[] {
  const jobs = worstFirst(report.jobs).filter(isShown);
  return [
    ...tableOf(jobs, options),
    ...(jobs.some(restsOnAssumption)
      ? ["", "\\* rests on an assumption, listed under “Why”; a comment `# traincost: path=value` in the manifest replaces it."]
      : []),
  ];
}

const unchanged = (report: Report, options: RenderOptions): readonly string[] =>
  tableOf(
    worstFirst(report.jobs).filter((job) => !isShown(job)),
    options,
  );

function footer(report: Report, { runUrl }: RenderOptions): readonly string[] {
  const run = runUrl ? ` · [run](${runUrl})` : "";
  const sources = [...new Set(report.budgets.map(({ source }) => source.file))];
  const named = sources.slice(0, 2).map((file) => `${code(file)}${atCommit(report, file)}`);
  const policy =
    sources.length === 0
      ? "no budget applies"
      : `budgets from ${named.join(", ")}${sources.length > 2 ? ` and ${sources.length - 2} more` : ""}`;
  return [
    `<sub>An estimate, not a quote · ${policy} · traincost ${escaped(report.tool.version)} · prices up to ${escaped(report.prices_as_of)} · nothing was executed${run}</sub>`,
  ];
}

/** The config of a pull request is the base branch's, whatever the head says: its commit tells which. */
const atCommit = ({ policy }: Report, file: string): string =>
  policy?.sha && policy.file === file ? ` at ${code(policy.sha.slice(0, 12))}` : "";
