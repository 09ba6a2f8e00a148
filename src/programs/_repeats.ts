import type { Run } from "../model/job.js";
import { derived } from "../model/known.js";
import type { Branch, Command } from "../text/script.js";

/** Which node or process a command is for: one that is started for each is one job, not several runs. `--rank` alone may be an adapter's. */
export const rankOf = ({ argv }: Command): string | undefined => {
  const counted = argv.some(({ text }) => /^--?world[_-]size(=|$)/.test(text));
  const flag = argv.findIndex(({ text }) =>
    (counted ? /^--?((node|machine|base)[_-])?rank(=|$)/ : /^--?(node|machine|base)[_-]rank(=|$)/).test(text),
  );
  const word = argv[flag]?.text ?? "";
  return flag < 0 ? undefined : word.includes("=") ? word.replace(/^[^=]*=/, "") : (argv[flag + 1]?.text ?? "");
};

interface Ranked {
  readonly run: Run;
  readonly rank: string | undefined;
  /** Where it stands in an `if` of which only one branch runs. */
  readonly branch: Branch | undefined;
}

/** Commands that differ in nothing a job is made of (seeds, names) are one job that runs several times. */
export function merged(all: readonly Ranked[]): readonly Run[] {
  const runs = oneOfEach(all);
  const order = new Map(runs.map(({ run }, index) => [run.at, index]));
  return [...grouped(runs, alike).values()]
    .flatMap((group) => (isEachForAnother(group) ? group.slice(0, 1).map(({ run }) => run) : repeatedOnOneLine(group)))
    .toSorted((one, other) => (order.get(one.at) ?? 0) - (order.get(other.at) ?? 0));
}

const repeatedOnOneLine = (group: readonly Ranked[]): readonly Run[] =>
  [...grouped(group, ({ run }) => String(run.at.line)).values()].flatMap(repeated);

/** Of branches of one `if` that train the same (`if [ $NODES -gt 1 ]; then … else …`) the one on most devices stands for all, the first of equals. */
function oneOfEach(all: readonly Ranked[]): readonly Ranked[] {
  const best = new Map<string, Ranked>();
  for (const each of all) {
    const before = best.get(choiceOf(each));
    if (!before || devicesOf(each) > devicesOf(before)) best.set(choiceOf(each), each);
  }
  return all.filter((each) => !each.branch || best.get(choiceOf(each))?.branch?.index === each.branch.index);
}

const choiceOf = ({ run, branch }: Ranked): string => `${branch?.of} ${said(run, (name) => !name.startsWith("resources."))}`;
const devicesOf = ({ run: { facts } }: Ranked): number =>
  (facts["resources.nodes"]?.value ?? 1) * (facts["resources.accelerators_per_node"]?.value ?? 1);

const alike = ({ run }: Ranked): string => said(run, () => true);
const said = ({ facts, uses }: Run, counts: (name: string) => boolean): string =>
  JSON.stringify([
    Object.entries(facts).flatMap(([name, known]) => (counts(name) ? [[name, known?.value]] : [])),
    uses.map(({ path }) => path.value),
  ]);

/** `--rank 0`, `--rank 1`, each on a line of its own. */
const isEachForAnother = (group: readonly Ranked[]): boolean =>
  group.length > 1 && group.every(({ rank }) => /^\d+$/.test(rank ?? "")) && new Set(group.map(({ rank }) => rank)).size === group.length;

function grouped(runs: readonly Ranked[], by: (each: Ranked) => string): ReadonlyMap<string, readonly Ranked[]> {
  const groups = new Map<string, Ranked[]>();
  for (const each of runs) groups.set(by(each), [...(groups.get(by(each)) ?? []), each]);
  return groups;
}

function repeated([first, ...others]: readonly Ranked[]): readonly Run[] {
  if (!first) return [];
  const nodes = new Set([first, ...others].map(({ rank }) => rank)).size;
  const times = nodes > 1 ? Math.round((others.length + 1) / nodes) : others.length + 1;
  return times === 1
    ? [first.run]
    : [{ ...first.run, facts: { runs: derived(times, "a loop repeats the command", []), ...first.run.facts } }];
}
