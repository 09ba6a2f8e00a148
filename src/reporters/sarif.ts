import { RULES } from "../model/diagnostic.js";
import type { FindingReport } from "../model/report.js";
import { path, plain } from "./escape.js";
import type { Reporter } from "./reporter.js";

const LEVEL = { error: "error", warning: "warning", notice: "note" } as const;
const IDS = Object.keys(RULES);

/** SARIF 2.1.0, as GitHub code scanning reads it: https://docs.github.com/code-security/code-scanning */
export const sarif: Reporter = {
  render(report) {
    const rules = Object.entries(RULES).map(([id, { title, severity }]) => ({
      id,
      name: id.replaceAll(/(^|[/-])(\w)/g, (_, _mark, letter: string) => letter.toUpperCase()),
      shortDescription: { text: title },
      helpUri: `https://github.com/traincost/traincost/blob/main/docs/diagnostics.md#${id.replace("/", "")}`,
      defaultConfiguration: { level: LEVEL[severity] },
    }));
    const results = report.findings.filter(({ file }) => file !== null).map(result);
    const driver = { name: "traincost", version: report.tool.version, informationUri: "https://github.com/traincost/traincost", rules };
    return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [{ tool: { driver }, results }] }, null, 2)}\n`;
  },
};

const result = ({ rule, severity, message, help, file, line, column, end_line }: FindingReport) => ({
  ruleId: rule,
  ruleIndex: IDS.indexOf(rule),
  level: LEVEL[severity],
  message: { text: plain(help === null ? message : `${message}. ${help}`) },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: path(file ?? "") },
        region: {
          startLine: line ?? 1,
          ...(column !== null && { startColumn: column }),
          ...(end_line !== null && end_line >= (line ?? 1) && { endLine: end_line }),
        },
      },
    },
  ],
});
