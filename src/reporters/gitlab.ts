import { plain } from "./escape.js";
import type { Reporter } from "./reporter.js";

const SEVERITY = { error: "major", warning: "minor", notice: "info" } as const;

/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export const gitlab: Reporter = {
  render({ findings }) {
    const name = namer();
    return `${JSON.stringify(
      findings
        .filter(({ file }) => file !== null)
        .map(({ rule, severity, message, help, job, file, line }) => ({
          description: plain(help === null ? message : `${message}. ${help}`),
          check_name: rule,
          fingerprint: name([rule, job, file, message.replace(/[\d.]+/g, "#")].join("\u0000")),
          severity: SEVERITY[severity],
          location: { path: file, lines: { begin: line ?? 1 } },
        })),
      null,
      2,
    )}\n`;
  },
};

/** GitLab drops all but one of equal names, so the second of a kind is counted. */
function namer(): (text: string) => string {
  const seen = new Map<string, number>();
  return (text) => {
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return fingerprint(count === 0 ? text : `${text}\u0000${count}`);
  };
}

/** FNV-1a over 64 bits: the same finding keeps its name while its figures move. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of text) hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
