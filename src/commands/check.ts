import { exitCode } from "../checks/exit.js";
import { whyUnread } from "../engine/discover.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { at } from "../model/place.js";
import type { Report } from "../model/report.js";
import { type FileContent, snapshotOf } from "../model/snapshot.js";
import type { CliWorld } from "../model/world.js";
import { REPORTERS, type ReporterName } from "../reporters/index.js";
import { type RunOutcome, type RunRequest, run } from "../run.js";
import { VERSION } from "../version.js";
import { choice, type Options, UsageError } from "./options.js";
import { absolute, findConfig, homeOf, rootOf } from "./paths.js";
import { withParents } from "./policy.js";

/** `traincost check [PATH…]` */
export const check = (words: readonly string[], options: Options, world: CliWorld): number =>
  finish(analysed(words, options, world, "check"), options, world);

/** `traincost estimate FILE… | -` */
export function estimate(words: readonly string[], options: Options, world: CliWorld): number {
  if (words.length === 0) throw new UsageError("estimate needs a file, or - for standard input: traincost estimate train.yml");
  const report = analysed(words, options, world, "estimate");
  if (report.jobs.length === 0) throw new UsageError(`${words.join(", ")}: no training job found there${reasonFor(report)}`);
  return finish(report, options, world);
}

const reasonFor = (report: Report) => {
  const [first] = report.findings;
  return first ? `; ${first.file}:${first.line}: ${first.message}` : "; `traincost schema manifest` shows the native manifest";
};

/** The report of the words as paths; throws UsageError where the call or the config is wrong. */
export function analysed(words: readonly string[], options: Options, world: CliWorld, scope: RunRequest["scope"], advice = false): Report {
  const { snapshot, paths } = words.includes("-") ? standardInput(words, world) : onDisk(words, options, world);
  const done = settled(run({ snapshot, paths, scope, ...(advice && { advice: "all" }), ...common(options, world) }));
  const fault = hiding(done, paths);
  if (fault) throw new UsageError(oneLine({ ...fault, help: "mend the syntax" }));
  return done.report;
}

/**
 * A file that was named and whose syntax hides what it trains makes the call wrong; one that was found on the way is told. Of many files, as a hook names them, only
 * what looks like a manifest does.
 */
function hiding({ report: { jobs, findings }, faults }: Done, paths: readonly string[]): Diagnostic | undefined {
  const read = new Set(jobs.flatMap(({ sources }) => sources.map(({ file }) => file)));
  const told = new Set(findings.flatMap(({ rule, file }) => (rule === "input/syntax" ? [file] : [])));
  const hidden = paths.filter((path) => !read.has(path) && (paths.length === 1 || told.has(path)));
  return faults.find((fault) => fault.at && hidden.includes(fault.at.file));
}

export const common = (options: Options, world: CliWorld) => ({
  config: withParents(findConfig(world, options.config), options, world),
  ...settings(options, world),
});

/** What a call says beside its paths and its config. */
export function settings(options: Options, world: CliWorld) {
  const shard = shardOf(options.shard);
  if (options.online && !options.quiet) world.note("--online: this version has no network sources; nothing was fetched");
  const labels = options.label?.split(",").map((name) => name.trim()) ?? [];
  return {
    labels,
    today: world.today,
    version: VERSION,
    ...(shard && { shard }),
  };
}

type Done = Extract<RunOutcome, { readonly ok: true }>;

/** Throws UsageError where the config is wrong. */
function settled(outcome: RunOutcome): Done {
  if (outcome.ok) return outcome;
  throw new UsageError(outcome.problems.map(oneLine).join("\n"));
}

export const reportOf = (outcome: RunOutcome): Report => settled(outcome).report;

const oneLine = ({ at: place, message, help }: Diagnostic) =>
  `${place ? `${at(place)}:${place.column}: ` : ""}${message}${help ? `; ${help}` : ""}`;

function onDisk(words: readonly string[], options: Options, world: CliWorld) {
  const { root, paths } = rootOf(world, words.length > 0 ? words : ["."], homeOf(world, options.config));
  const snapshot = world.snapshot(root, paths);
  for (const [i, path] of paths.entries()) {
    const file = words[i];
    if (file !== undefined && world.stat(absolute(world.cwd, file)) === "file") readable(file, snapshot.read(path));
  }
  return { snapshot, paths };
}

/** A file that was found on the way and cannot be read is told; one that was named makes the call wrong. */
function readable(file: string, content: FileContent): void {
  const why = whyUnread(content, file);
  if (why !== undefined) throw new UsageError(`${file}:1: ${why}; name a manifest`);
}

/** A name by which the content is told: scripts begin with #!, or with a scheduler's directive. */
function standardInput(words: readonly string[], world: CliWorld) {
  if (words.length > 1) throw new UsageError("- stands alone: standard input is one manifest");
  const text = world.stdin();
  if (text === undefined) throw new UsageError("-: standard input is closed or not text: traincost estimate - < train.yml");
  const name = /^(#!|#SBATCH|#PBS)/m.test(text) ? "stdin.sh" : "stdin.yml";
  return { snapshot: snapshotOf({ [name]: text }), paths: [name] };
}

function shardOf(text: string | undefined) {
  if (text === undefined) return undefined;
  const [, index = 0, of = 0] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index < 1 || index > of) throw new UsageError("--shard is I/N with I from 1 to N, as in --shard 2/4");
  return { index, of };
}

export function finish(report: Report, options: Options, world: CliWorld): number {
  const failOn = choice("fail-on", options["fail-on"], ["error", "warning", "never"], "error");
  const format = choice("format", options.format, Object.keys(REPORTERS) as ReporterName[], "table");
  const toFile = options.output !== undefined;
  const text = REPORTERS[format].render(report, { color: world.color && !toFile && options["no-color"] === undefined, width: world.width });
  const line = text.endsWith("\n") ? text : `${text}\n`;
  if (options.output !== undefined) written(options.output, line, world);
  else world.print(line);
  return exitCode(report.summary.verdict, failOn);
}

/** Throws UsageError where the file cannot be written. */
export function written(path: string, text: string, world: CliWorld, full = path): void {
  const why = full === "" ? "it has no name" : world.write(full, text);
  if (why !== undefined) throw new UsageError(`${path}: cannot be written (${why})`);
}
