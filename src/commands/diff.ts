import { withFindings } from "../engine/verdict.js";
import type { Snapshot } from "../model/snapshot.js";
import type { CliWorld } from "../model/world.js";
import { runDiff } from "../run.js";
import { finish, reportOf, settings } from "./check.js";
import { type Options, UsageError } from "./options.js";
import { ruling } from "./ruling.js";

const USAGE = "traincost diff main [HEAD], or traincost diff A..B for just these two commits";

/** `traincost diff BASE [HEAD]`: both sides of the whole repository through the same engine and under the policy of BASE, as the Action does. */
export function diff(words: readonly string[], options: Options, world: CliWorld): number {
  const range = rangeOf(words);
  const repository = world.repository(world.cwd);
  if (!repository) throw new UsageError("diff compares commits, and this is no git repository; traincost check estimates what is here");
  const { top, bare } = repository;
  if (bare && range.head === undefined)
    throw new UsageError(`a bare repository has no working tree to compare with: traincost diff ${range.base} HEAD`);
  const head = range.head === undefined ? world.snapshot(top, ["."]) : treeOf(world, top, range.head);
  const base = treeOf(world, top, range.literal ? range.base : forkPoint(world, top, range, options));
  const { config, ruled, notes } = ruling(treeOf(world, top, range.base), head, { top, base: range.base }, options, world);
  const request = { base, head, paths: ["."], scope: "check", ...settings(options, world), config, ...(ruled && { ruled }) } as const;
  return finish(withFindings(reportOf(runDiff(request)), notes), options, world);
}

interface Range {
  readonly base: string;
  /** Undefined is the working tree. */
  readonly head: string | undefined;
  /** `A..B` is these two; else what BASE got since HEAD left it is not HEAD's doing. */
  readonly literal: boolean;
}

function rangeOf([first, second, ...rest]: readonly string[]): Range {
  if (first === undefined || rest.length > 0) throw new UsageError(`diff needs a base commit, and may have a head: ${USAGE}`);
  const [, base, dots, head] = /^(.*?)(\.{2,3})(.*)$/.exec(first) ?? [];
  if (dots === undefined) return { base: first, head: second, literal: false };
  if (second !== undefined) throw new UsageError(`${first} is a range already: ${USAGE}`);
  return { base: base || "HEAD", head: head || "HEAD", literal: dots === ".." };
}

function treeOf(world: CliWorld, top: string, ref: string): Snapshot {
  const snapshot = world.commitId(top, ref) === undefined ? undefined : world.commit(top, ref);
  if (snapshot) return snapshot;
  if (world.commitId(top, "HEAD") === undefined)
    throw new UsageError(`${ref}: this repository has no commit here yet; traincost check estimates the working tree`);
  throw new UsageError(`${ref}: git knows no such commit here; in a shallow clone fetch it first: git fetch --depth 1 origin ${ref}`);
}

/** Where HEAD left BASE, as on a pull request; BASE itself where HEAD is an older state of it, or the two never met. */
function forkPoint(world: CliWorld, top: string, { base, head = "HEAD" }: Range, { quiet }: Options): string {
  const [ours, theirs, fork] = [world.commitId(top, head), world.commitId(top, base), world.mergeBase(top, base, head)];
  if (fork === undefined || fork === theirs || fork === ours) return base;
  if (!quiet)
    world.note(`traincost: counted from ${fork.slice(0, 12)}, where ${head} left ${base}; ${base}..${head} compares the two themselves`);
  return fork;
}
