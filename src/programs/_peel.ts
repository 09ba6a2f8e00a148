import type { Report } from "../model/diagnostic.js";
import type { FactName, MutableFacts } from "../model/facts.js";
import type { Reference } from "../model/job.js";
import { inFolder } from "../text/folder.js";
import type { Word } from "../text/script.js";
import { countOrNone } from "../vocabulary/scalars.js";
import { means, type Vocabulary } from "../vocabulary/vocabulary.js";
import { companionsOf, readFlags } from "./_flags.js";
import { argumentsOf, isOption, unglued } from "./_words.js";
import { PROGRAMS } from "./index.js";
import type { Flags, Program } from "./program.js";

export interface Peeled {
  readonly facts: MutableFacts;
  readonly uses: Reference[];
  readonly words: readonly Word[];
  /** Something like torchrun stood before it. */
  readonly launched: boolean;
  /** A scheduler's step: `srun`. */
  readonly step: boolean;
  /** Whose launcher it was. */
  readonly framework: string | undefined;
  /** Where what is left is started: `ray job submit --working-dir DIR`. */
  readonly folder: string | undefined;
  /** Counts that a launcher's flag gives, as yet unknown. */
  readonly open: readonly FactName[];
}

const MAX_WRAPPERS = 12;
export const baseName = (text: string) => text.slice(text.lastIndexOf("/") + 1);

/** Takes launchers and wrappers off, one after the other, and keeps what their flags state. */
export function peel(words: readonly Word[], report: Report): Peeled {
  let rest = words.filter((word, index) => index > 0 || word.text !== "");
  const facts: MutableFacts = {};
  const uses: Reference[] = [];
  let launched = false;
  let step = false;
  let framework: string | undefined;
  let folder: string | undefined;
  const open: FactName[] = [];
  for (let i = 0; i < MAX_WRAPPERS; i++) {
    const assignment = rest.findIndex((word) => !/^\w+=/.test(word.text));
    rest = rest.slice(Math.max(0, assignment));
    const found = wrapperOf(rest);
    const inside = found ? -1 : strangerBefore(rest);
    if (inside > 0) {
      Object.assign(facts, readFlags(argumentsOf(ownWords(rest.slice(1, inside))).flags, SUBMITS, report));
      rest = rest.slice(inside);
      continue;
    }
    if (!found) break;
    const { program, from } = found;
    const end = ownOptions(rest, from, program);
    const { flags } = argumentsOf(unglued(rest.slice(from, end), program.valued));
    Object.assign(facts, readFlags(flags, program.vocabulary ?? {}, report), program.together?.(flags));
    uses.push(...companionsOf(flags, program.companions ?? []));
    open.push(...unknownIn(flags, program.vocabulary ?? {}));
    step ||= program.names.includes("srun");
    launched ||= program.startsScript === true;
    framework = program.framework ?? framework;
    for (const name of program.folders ?? []) folder = inFolder(folder, flags.get(name)?.values[0]?.text ?? ".");
    rest = [...rest.slice(end + (program.positional ?? 0))];
    if (rest[0]?.text === "--") rest = rest.slice(1);
    if (program.startsScript && !flags.has("no_python")) rest = [...asScript(rest)];
  }
  return { facts, uses, words: rest, launched, step, framework, folder, open };
}

/** `--num_machines $N`: a file of accelerate's says another number, which does not hold. */
const unknownIn = (flags: Flags, vocabulary: Vocabulary): readonly FactName[] =>
  Object.entries(vocabulary).flatMap(([flag, { fact }]) =>
    fact === "resources.nodes" && (flags.get(flag)?.values[0]?.unknown.length ?? 0) > 0 ? [fact] : [],
  );

function wrapperOf(words: readonly Word[]): { readonly program: Program; readonly from: number } | undefined {
  const name = baseName(words[0]?.text ?? "");
  const module = /^python[\d.]*$/.test(name) ? words.findIndex(({ text }) => text === "-m") : -1;
  const target = module > 0 ? words[module + 1]?.text : undefined;
  const byModule = target === undefined ? undefined : PROGRAMS.find(({ modules }) => modules?.includes(target));
  if (byModule) return { program: byModule, from: module + 2 };
  const program = PROGRAMS.find(({ names }) => names.includes(name));
  if (!program) return undefined;
  const sub = program.subcommands?.find((each) => each.every((word, index) => words[index + 1]?.text === word));
  if (program.subcommands && !sub && !program.bare) return undefined;
  if (program.afterDashes && !words.some(({ text }) => text === "--")) return undefined;
  return { program, from: 1 + (sub?.length ?? 0) };
}

const ownWords = (words: readonly Word[]): readonly Word[] => {
  const dashes = words.findIndex(({ text }) => text === "--");
  return dashes < 0 ? words : words.slice(0, dashes);
};

/** What such a wrapper's flags call the machines. */
const SUBMITS: Vocabulary = {
  num_nodes: means("resources.nodes", countOrNone),
  nodes: means("resources.nodes", countOrNone),
  gpus: means("resources.accelerators_per_node", countOrNone),
  gpus_per_node: means("resources.accelerators_per_node", countOrNone),
  preemptible: means("resources.spot"),
};

/** `./run_in_image.sh python train.py`, `$LAUNCHER torchrun …`, `python submit.py --nodes 2 -- torchrun …`, `bash infra/on_tpu.sh -t v4-32 -- python …`: nobody's wrapper, told by its name and by the command it is given. */
function strangerBefore(words: readonly Word[]): number {
  const name = baseName(words[0]?.text ?? "");
  const isScript = /^(ba|z)?sh$/.test(name) && /\.sh$/.test(words[1]?.text ?? "");
  const dashes = isScript || /^python/.test(name) ? words.findIndex(({ text }) => text === "--") : -1;
  if (dashes > 0) return words.findIndex(({ text }, index) => index > dashes && STARTS.test(baseName(text)));
  if (!/^\$|(^|[^a-z])(run|launch|launcher|exec|wrap|wrapper|with|submit|start)([^a-z]|$)/i.test(name)) return -1;
  const at = words.findIndex(({ text }, index) => index > 0 && STARTS.test(baseName(text)));
  return words.slice(at + 1).some(({ text }) => /\.py$|^-m$/.test(text)) ? at : -1;
}

const STARTS = /^(python[\d.]*|torchrun|accelerate|deepspeed|srun|mpirun|mpiexec)$/;

/** Index of the first word that is no option of the program itself. */
function ownOptions(words: readonly Word[], from: number, { valued, paired, startsScript, afterDashes }: Program): number {
  if (afterDashes) return words.findIndex(({ text }) => text === "--");
  let i = from;
  while (i < words.length) {
    const word = words[i];
    // A bare number is the value of an option this table does not know.
    if (word && i > from && /^\d+$/.test(word.text)) {
      i += 1;
      continue;
    }
    if (!word || word.text === "--" || !isOption(word) || (startsScript && /^(-m|--module)$/.test(word.text))) break;
    i += valued.includes(word.text) ? 2 : paired?.includes(word.text) && !words[i + 1]?.text.includes("=") ? 3 : 1;
  }
  return i;
}

/** `torchrun -m pkg.module`, `accelerate launch -m …`, `torchrun train.py` are what `python` would be given. */
function asScript(words: readonly Word[]): readonly Word[] {
  const [first] = words;
  if (!first || /^(python[\d.]*|bash|sh)$/.test(baseName(first.text)) || wrapperOf(words)) return words;
  return [{ ...first, text: "python" }, ...(first.text === "--module" ? [{ ...first, text: "-m" }, ...words.slice(1)] : words)];
}
