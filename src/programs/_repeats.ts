import type { Run } from "../model/job.js";
import { derived } from "../model/known.js";
import type { Command } from "../text/script.js";

/** Which node or process a command is for: one that is started for each is one job, not several runs. `--rank` alone may be an adapter's. */
export const rankOf = ({ argv }: Command): string | undefined => {
  const counted = argv.some(({ text }) => /^--?world[_-]size(=|$)/.test(text));
  const flag = argv.findIndex(({ text }) =>
    (counted ? /^--?((node|machine|base)[_-])?rank(=|$)/ : /^--?(node|machine|base)[_-]rank(=|$)/).test(text),
  );
  return flag < 0 ? undefined : `${argv[flag]?.text} ${argv[flag + 1]?.text}`;
};

/** Commands that differ in nothing a job is made of (seeds, names) are one job that runs several times. */
export function merged(runs: readonly { readonly run: Run; readonly rank: string | undefined }[]): readonly Run[] {
  const groups = new Map<string, (typeof runs)[number][]>();
  for (const each of runs) {
    const { run } = each;
    const key = JSON.stringify([
      Object.entries(run.facts).map(([name, known]) => [name, known?.value]),
      run.uses.map(({ path }) => path.value),
      each.rank === undefined ? run.at.line : "one after the other",
    ]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    const nodes = new Set([first, ...others].map((each) => each?.rank)).size;
    const times = nodes > 1 ? Math.round((others.length + 1) / nodes) : others.length + 1;
    if (!first) return [];
    return times === 1
      ? [first.run]
      : [{ ...first.run, facts: { runs: derived(times, "a loop repeats the command", []), ...first.run.facts } }];
  });
}
