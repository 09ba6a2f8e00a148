import { isThere } from "../model/changes.js";
import type { FindingReport, Interval, JobReport, Report } from "../model/report.js";
import { xml } from "./escape.js";
import type { Reporter } from "./reporter.js";

/** One test case a job; errors fail it, and an error of no job is a case of its own. The dialect that Jenkins, GitLab and Azure read. */
export const junit: Reporter = {
  render(report) {
    const jobs = report.jobs.filter(isThere);
    const whole = report.findings.filter(({ job, severity }) => job === null && severity === "error");
    const failed = jobs.filter((job) => errorsOf(job).length > 0).length + whole.length;
    const skipped = jobs.filter(isSkipped).length;
    const counts = `tests="${jobs.length + whole.length}" failures="${failed}"`;
    const head = `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="traincost" ${counts}>\n  <testsuite name="traincost" ${counts} skipped="${skipped}">\n`;
    return `${head}${totals(report)}${jobs.map(testCase).join("")}${whole.map(wholeCase).join("")}  </testsuite>\n</testsuites>\n`;
  },
};

const errorsOf = ({ findings }: JobReport) => findings.filter(({ severity }) => severity === "error");
const isSkipped = (job: JobReport) => errorsOf(job).length === 0 && job.verdict === "unknown";

/** Of all runs, as the JSON report has them. */
function totals({ summary }: Report): string {
  const all = { cost_usd: summary.cost, gpu_hours: summary.gpu_hours, cost_change_usd: summary.cost_change ?? null };
  const rows = Object.entries(all).flatMap(([name, interval]) => (interval ? properties(name, interval) : []));
  return rows.length === 0 ? "" : `    <properties>\n${rows.join("")}    </properties>\n`;
}

const properties = (name: string, { low, expected, high }: Interval): readonly string[] =>
  [
    [name, expected],
    [`${name}_low`, low],
    [`${name}_high`, high],
  ].map(([key, value]) => `      <property name="${key}" value="${value}"/>\n`);

function testCase(job: JobReport): string {
  const body = isSkipped(job) ? '      <skipped message="no estimate is possible"/>\n' : errorsOf(job).map(failure).join("");
  const open = `    <testcase classname="${xml(job.file)}" name="${xml(job.name)}"`;
  return body === "" ? `${open}/>\n` : `${open}>\n${body}    </testcase>\n`;
}

const wholeCase = (found: FindingReport) =>
  `    <testcase classname="${xml(found.file ?? "traincost")}" name="${xml(found.rule)}">\n${failure(found)}    </testcase>\n`;

const failure = ({ rule, message, file, line }: FindingReport) =>
  `      <failure type="${xml(rule)}" message="${xml(message)}">${xml(`${file ?? ""}:${line ?? 1}`)}</failure>\n`;
