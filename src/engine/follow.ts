import type { Fragment, Reference } from "../model/job.js";
import type { Snapshot } from "../model/snapshot.js";
import { type Candidate, syntaxOf } from "./discover.js";
import { indexFiles, MAX_CHAIN, places, withEnding } from "./files.js";
import type { Understood } from "./recognise.js";

/**
 * What the found files name outside the paths that were asked for: `traincost check slurm/train.sbatch` reads the recipe in `configs/` along.
 * They are parts of jobs and never jobs of their own.
 */
export function follow(
  files: readonly Understood[],
  snapshot: Snapshot,
  understand: (candidate: Candidate) => Understood,
): readonly Understood[] {
  const followed: Understood[] = [];
  let open = files;
  for (let depth = 0; depth < MAX_CHAIN && open.length > 0; depth++) {
    open = unread(open, [...files, ...followed], snapshot).map(understand);
    followed.push(...open);
  }
  return followed;
}

function unread(open: readonly Understood[], known: readonly Understood[], snapshot: Snapshot): readonly Candidate[] {
  const index = indexFiles(known);
  const found = new Map<string, Candidate>();
  for (const { file, fragments } of open)
    for (const { path, startedIn } of fragments.flatMap(named)) {
      const there = index.find(path.value, file, startedIn) ? undefined : firstThere(places(path.value, file, startedIn), snapshot);
      if (there) found.set(there.file, there);
    }
  return [...found.values()];
}

const named = ({ uses, runs = [], startsFrom = [] }: Fragment): readonly Pick<Reference, "path" | "startedIn">[] => [
  ...uses,
  ...runs.flatMap((run) => run.uses),
  ...startsFrom.map((base) => ({ path: { ...base, value: withEnding(base.value) } })),
];

function firstThere(paths: readonly string[], snapshot: Snapshot): Candidate | undefined {
  for (const file of paths) {
    const content = snapshot.read(file);
    if (content.kind === "text") return { file, syntax: syntaxOf(file) ?? "yaml", text: content.text };
  }
  return undefined;
}
