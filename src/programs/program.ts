import type { FactName, Facts } from "../model/facts.js";
import type { Known } from "../model/known.js";
import type { Place } from "../model/place.js";
import type { Word } from "../text/script.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";

/** A flag and the words that follow it, as written. */
export type Flags = ReadonlyMap<string, Flag>;
export interface Flag {
  readonly values: readonly Word[];
  readonly at: Place;
}

export type PartialFacts = { readonly [F in FactName]?: Known<Facts[F]> };

/**
 * A program that starts another one: `torchrun`, `srun`, `env`. Face: its names, the options that swallow the next word, and what its flags state.
 * What stands after its own options is the command it starts.
 */
export interface Program {
  readonly names: readonly string[];
  /** Modules by which `python -m` starts the same program. */
  readonly modules?: readonly string[];
  /** Options that are followed by a value of their own. Long options with `=` need no entry. */
  readonly valued: readonly string[];
  /** Options that are followed by two: `--mca btl tcp`. */
  readonly paired?: readonly string[];
  /** Words between the name and the options: `uv run`, `ray job submit`. */
  readonly subcommands?: readonly (readonly string[])[];
  /** Options that name the folder its command is started in, spelt like flags of `vocabulary`. */
  readonly folders?: readonly string[];
  /** It is also a prefix without any of its subcommands. */
  readonly bare?: true;
  /** The command stands after `--`; without the dashes there is none. */
  readonly afterDashes?: true;
  /** Whose script it starts, where nothing else says so. */
  readonly framework?: string;
  /** Positional words before the command: `docker run IMAGE`. */
  readonly positional?: number;
  /** It starts a Python script, not a command: `torchrun train.py`. */
  readonly startsScript?: true;
  /** Flags that state facts: keys without dashes, `-` as `_`. */
  readonly vocabulary?: Vocabulary;
  /** Flags that name a companion file. */
  readonly companions?: readonly string[];
  /** Facts that several flags state together. */
  together?(flags: Flags): PartialFacts;
}

export const defineProgram = (program: Program): Program => program;

/** A whole number a flag is given, with its place. */
export function countOf(flags: Flags, ...names: readonly string[]): Known<number> | undefined {
  for (const name of names) {
    const word = flags.get(name)?.values[0];
    const number = word && /^\d+$/.test(word.text) ? Number(word.text) : undefined;
    if (word && number !== undefined && number > 0) return { kind: "declared", value: number, at: word.at };
  }
  return undefined;
}
