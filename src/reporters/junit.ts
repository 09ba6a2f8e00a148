import type { FindingReport, JobReport } from "../model/report.js";
import { xml } from "./escape.js";
import type { Reporter } from "./reporter.js";

/** One test case a job; errors fail it. The dialect that Jenkins, GitLab and Azure read. */
export const junit: Reporter = {
  render({ jobs, summary }) {
    const failed = jobs.filter(({ verdict }) => verdict === "fail").length;
    const skipped = jobs.filter(({ verdict }) => verdict === "unknown").length;
    const head = `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="traincost" tests="${summary.jobs}" failures="${failed}">\n  <testsuite name="traincost" tests="${summary.jobs}" failures="${failed}" skipped="${skipped}">\n`;
    return `${head}${jobs.map(testCase).join("")}  </testsuite>\n</testsuites>\n`;
  },
};

function testCase(job: JobReport): string {
  const errors = job.findings.filter(({ severity }) => severity === "error");
  const body =
    errors.length > 0
      ? errors.map(failure).join("")
      : job.verdict === "unknown"
        ? '      <skipped message="no estimate is possible"/>\n'
        : "";
  const open = `    <testcase classname="${xml(job.file)}" name="${xml(job.name)}"`;
  return body === "" ? `${open}/>\n` : `${open}>\n${body}    </testcase>\n`;
}

const failure = ({ rule, message, file, line }: FindingReport) =>
  `      <failure type="${rule}" message="${xml(message)}">${xml(`${file ?? ""}:${line ?? 1}`)}</failure>\n`;
