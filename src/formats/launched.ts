import type { Report } from "../model/diagnostic.js";
import type { KnownFacts, MutableFacts } from "../model/facts.js";
import type { Fragment, Run } from "../model/job.js";
import { declared } from "../model/known.js";
import type { Place } from "../model/place.js";
import { namesOther, namesTraining } from "../programs/_names.js";
import { startedIn } from "../programs/_started.js";
import { interpret, work } from "../programs/interpret.js";
import type { Cursor } from "../text/cursor.js";
import type { Word } from "../text/script.js";
import { readScript } from "../text/shell.js";

/** Words of a `command:` list as one line of shell, so that `["bash", "-c", "…"]` is read like what it starts. */
const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Script of a scalar, or of a list of words (`exec`) or of lines (`lines`). */
export function scriptOf(cells: readonly Cursor[], lists: "exec" | "lines"): { readonly text: string; readonly at: Place } | undefined {
  const parts = cells.flatMap((cell) =>
    cell.kind === "sequence" ? cell.items().map((each) => each.text() ?? "") : cell.text() === undefined ? [] : [cell.text() ?? ""],
  );
  const first = cells.find(({ kind }) => kind !== "absent");
  if (!first || parts.length === 0) return undefined;
  const isList = cells.some(({ kind }) => kind === "sequence");
  const text = isList && lists === "exec" ? parts.map(quoted).join(" ") : parts.join("\n");
  return { text, at: first.place };
}

/** Items of an `args:` list. */
export const wordsOf = (items: readonly Cursor[]): readonly Word[] =>
  items.map((cell) => ({ text: cell.text() ?? "", at: cell.place, unknown: [] }));

export function runsOf(script: ReturnType<typeof scriptOf>, environment: ReadonlyMap<string, Word>, report: Report): readonly Run[] {
  return script ? interpret(readScript(script.text, script.at, environment), report) : [];
}

/** As `runsOf`, and where nothing is said to train, the scripts that are started. */
export function workOf(script: ReturnType<typeof scriptOf>, environment: ReadonlyMap<string, Word>, report: Report): readonly Run[] {
  return script ? work(readScript(script.text, script.at, environment), report) : [];
}

/** `workdir: DIR`, `working_dir: DIR`: the folder that the command is started in. A mapping (a repository to clone) is none. */
export const inFolderOf = (cell: Cursor, runs: readonly Run[]): readonly Run[] => runs.map((run) => startedIn(cell.text(), run));

/** A job that trains although its command does not say so; a script it starts may say more. */
export const orQuietly = (runs: readonly Run[], quietly: boolean, root: Cursor, facts: KnownFacts = {}): readonly Run[] =>
  quietly && runs.every(({ wraps }) => wraps === "if it trains")
    ? [{ at: root.place, facts, uses: runs.flatMap(({ uses }) => uses) }]
    : runs;

/** `env:` as a list of `{name, value}`, of `A=b`, or as a mapping. */
export function environmentAt(...cells: readonly Cursor[]): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  const set = (name: string | undefined, text: string | undefined, at: Place) => {
    if (name && text !== undefined) words.set(name, { text, at, unknown: [] });
  };
  for (const cell of cells) {
    for (const [name, value] of cell.kind === "mapping" ? cell.entries() : []) set(name, value.text(), value.place);
    for (const item of cell.kind === "sequence" ? cell.items() : []) {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(item.text() ?? "") ?? [];
      set(name ?? item.at("name").text(), name === undefined ? item.at("value").text() : value, item.place);
    }
  }
  return words;
}

/** A launch of one document; nothing where no command trains. */
export function launch(
  format: string,
  root: Cursor,
  facts: KnownFacts,
  runs: readonly Run[],
  name?: string | undefined,
): readonly Fragment[] {
  return runs.length === 0 ? [] : [{ format, role: "launch", at: root.place, facts, uses: [], runs, ...(name !== undefined && { name }) }];
}

/** One run without a command: what is started is not said, that it trains is. */
export const untold = (root: Cursor): readonly Run[] => [{ at: root.place, facts: {}, uses: [] }];

/** Names of a job (its own, its image's, its script's) that say that it trains; one that names other work speaks against it. */
export const namedTraining = (...names: readonly (string | undefined)[]): boolean =>
  names.some((name) => namesTraining(name ?? "")) && !names.some((name) => namesOther(name ?? ""));

/** A count that is written out: templates and `auto` are none. */
export const wholeAt = (cell: Cursor): number | undefined =>
  /^\d+$/.test(cell.text() ?? "") && Number(cell.text()) > 0 ? Number(cell.text()) : undefined;

export function countFact(name: "resources.nodes" | "resources.accelerators_per_node" | "runs", cell: Cursor): MutableFacts {
  const count = wholeAt(cell);
  return count === undefined ? {} : { [name]: declared(count, cell.place) };
}

export const textFact = (
  name: "resources.accelerator" | "resources.instance_type" | "resources.region" | "resources.cloud",
  cell: Cursor,
): MutableFacts => {
  const text = cell.text();
  return text === undefined || text === "" || /[${<]/.test(text) ? {} : { [name]: declared(text, cell.place) };
};
