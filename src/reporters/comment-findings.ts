import type { FindingReport, JobReport, Report } from "../model/report.js";
import { formatCount } from "../model/words.js";

import { ICON, link } from "./comment-table.js";
import { code, markdown as escaped, shortened } from "./escape.js";
import { counted, namesOf, plural } from "./order.js";
import type { RenderOptions } from "./reporter.js";

const SEVERITY_ICON = { error: ICON.fail, warning: ICON.warn, notice: "ℹ️" } as const;

const named = (name: string) => `**${escaped(shortened(name, 60))}**`;

function findingLine(found: FindingReport, options: RenderOptions, names: ReadonlyMap<string | null, string>): string {
  const { severity, message, file, line, job, help } = found;
  const name = job === null ? undefined : names.get(job);
  const place = link(file, line, options);
  const words = `${escaped(message)}${help === null ? "" : `. ${advice(sentence(help))}`}`;
  return `- ${SEVERITY_ICON[severity]} ${name === undefined ? "" : `${named(name)} `}${words}${place === "" ? "" : ` (${place})`}`;
}

/** `# traincost: path=value` is there to be copied: as code it carries none of the marks that escaping puts in. */
function advice(help: string): string {
  const [, words = help, directive = ""] = /^(.*?)`?(# traincost: [^`]+)`?$/.exec(help) ?? [];
  return `${escaped(words)}${code(directive)}`;
}

/** A word begins a sentence with a capital, a key does not. */
const sentence = (text: string) => text.replace(/^[a-z]+(?=[ ,])/, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);

const linesOf = (report: Report, findings: readonly FindingReport[], options: RenderOptions): readonly string[] => {
  const names = namesOf(report);
  return findings.map((found) => findingLine(found, options, names));
};

/** What fails or warns, worst job first, each job's last line with the inputs whose change did it; then what is mended. */
export function problems(report: Report, options: RenderOptions): readonly string[] {
  const found = byJob(counted(report).now.filter(({ severity }) => severity !== "notice"));
  const jobs = new Map(report.jobs.map((job) => [job.id, job]));
  const names = namesOf(report);
  const told = found.flatMap((each, i) => {
    const job = each.job === null || found[i + 1]?.job === each.job ? undefined : jobs.get(each.job);
    return [findingLine(each, options, names), ...(job ? because(job, options) : [])];
  });
  return [...told, ...resolved(report, options)];
}

function byJob(findings: readonly FindingReport[]): readonly FindingReport[] {
  const groups = new Map<string | null, FindingReport[]>();
  for (const found of findings) groups.set(found.job, [...(groups.get(found.job) ?? []), found]);
  return [...groups.values()].flat();
}

function because({ change }: JobReport, options: RenderOptions): readonly string[] {
  const inputs = change?.inputs ?? [];
  const shown = inputs.slice(0, 3).map(({ path, from, to, file, line }) => {
    const place = link(file, line, options);
    const [before, after] = values(from, to);
    return `${code(path)} ${code(before)} → ${code(after)}${place === "" ? "" : ` (${place})`}`;
  });
  if (shown.length === 0) return [];
  return [`  - because ${shown.join(", ")}${more(inputs.length - 3, ", and")}`];
}

/** What a list leaves out. */
export const more = (left: number, join: string) => (left > 0 ? `${join} ${left} more ${plural(left, "input")}` : "");

/** 690k → 1.15M: large counts short, both where one is, as long as that tells them apart. */
export function values(from: unknown, to: unknown): readonly [string, string] {
  const large = [from, to].some((value) => typeof value === "number" && value >= LARGE);
  const short: readonly [string, string] = large
    ? [words(from, formatCount), words(to, formatCount)]
    : [words(from, String), words(to, String)];
  return short[0] === short[1] ? [words(from, String), words(to, String)] : short;
}

/** One value, short. */
export const shortly = (value: unknown): string => values(value, null)[0];

const LARGE = 1e6;

function words(value: unknown, count: (value: number) => string): string {
  if (value === null || value === undefined) return "unset";
  if (typeof value === "number") return count(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A job that failed on base and passes here. */
const resolved = ({ jobs }: Report, options: RenderOptions): readonly string[] =>
  jobs
    .filter(({ verdict, change }) => verdict === "pass" && change?.status === "changed" && change.base_verdict === "fail")
    .flatMap((job) => [
      `- ${ICON.pass} ${named(job.name)} resolved: it failed before this change and passes with it (${link(job.file, job.line, options)})`,
      ...because(job, options),
    ]);

/** What this change neither made nor touched. */
export const before = (report: Report, options: RenderOptions): readonly string[] => linesOf(report, counted(report).before, options);

export const notices = (report: Report, options: RenderOptions): readonly string[] =>
  linesOf(
    report,
    report.findings.filter(({ severity, rule }) => severity === "notice" && rule !== "estimate/refused"),
    options,
  );

export const missing = (report: Report, options: RenderOptions): readonly string[] =>
  linesOf(
    report,
    report.findings.filter(({ rule }) => rule === "estimate/refused"),
    options,
  );
