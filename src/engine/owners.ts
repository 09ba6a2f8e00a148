import { globToRegExp } from "../model/glob.js";
import type { Job } from "../model/job.js";
import type { Snapshot } from "../model/snapshot.js";

/** GitHub takes the first that is there: docs.github.com, "About code owners". */
export const CODEOWNERS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** CODEOWNERS of the snapshot: file → owners. The last line that matches decides; a line without owners leaves its files to nobody. */
export function ownersIn(snapshot: Snapshot): (file: string) => readonly string[] {
  for (const place of CODEOWNERS) {
    const content = snapshot.read(place);
    if (content.kind === "text") return readOwners(content.text);
  }
  return () => [];
}

/** Text of a CODEOWNERS file → file → owners. */
export function readOwners(text: string): (file: string) => readonly string[] {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...owners] = line
      .replace(/(^|\s)#.*$/, "")
      .trim()
      .split(/(?<!\\)\s+/);
    // GitHub leaves lines out that use what only .gitignore has: ! and [ ].
    return pattern && !/^!|[[\]]/.test(pattern) ? [{ expression: owned(pattern.replaceAll("\\ ", " ")), owners }] : [];
  });
  return (file) => lines.findLast(({ expression }) => expression.test(file))?.owners ?? [];
}

/** .gitignore's rules: a slash inside ties the pattern to the top, none lets it match at any depth; a folder means all below; `docs/*` does not. */
function owned(pattern: string): RegExp {
  const tied = pattern.replace(/\/$/, "").includes("/");
  const body = pattern.replace(/^\/|\/$/g, "").replace(/[{}]/g, "?");
  const glob = globToRegExp(tied ? body : `**/${body}`).source.slice(1, -1);
  const below = pattern.endsWith("/") ? "/.*" : tied && /(^|\/)\*$/.test(pattern) ? "" : "(?:/.*)?";
  return new RegExp(`^${glob}${below}$`);
}

/** Each file of a job with its owners, for conditions of budgets and the report. */
export function withOwners(job: Job, ownersOf: (file: string) => readonly string[]): Job {
  const sources = job.sources.map((source) => {
    const owners = ownersOf(source.file);
    return owners.length === 0 ? source : { ...source, owners };
  });
  return { ...job, sources };
}
