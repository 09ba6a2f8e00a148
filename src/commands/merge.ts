import { merge as mergeReports } from "../engine/merge.js";
import { readReport } from "../engine/read-report.js";
import type { Report } from "../model/report.js";
import type { CliWorld } from "../model/world.js";
import { finish } from "./check.js";
import { type Options, UsageError } from "./options.js";
import { absolute } from "./paths.js";

/** `traincost merge REPORT.json…`: shards or matrix jobs as one report. */
export function merge(words: readonly string[], options: Options, world: CliWorld): number {
  const merged = mergeReports(words.map((word) => reportAt(word, world)));
  if (!merged) throw new UsageError("merge needs reports: traincost merge a.json b.json, each of `traincost check --format json`");
  return finish(merged, options, world);
}

function reportAt(path: string, world: CliWorld): Report {
  const full = absolute(world.cwd, path);
  const text = world.read(full);
  if (text === undefined)
    throw new UsageError(`${path}: ${world.stat(full) === "missing" ? "no such file" : "this cannot be read as a file of text"}`);
  const read = readReport(text);
  if ("problem" in read)
    throw new UsageError(
      `${path}:1: not a traincost report (${read.problem}); write one with \`traincost check --format json --output ${path}\``,
    );
  return read.report;
}
