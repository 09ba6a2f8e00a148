import type * as ast from "unbash";
import { type Place, topOf } from "../model/place.js";
import type { Branch, Command, Directive, Word } from "./script.js";
import type { Source } from "./shell-source.js";
import { literal, toWord, type Value } from "./shell-value.js";

/** A function, and the text it is written in. */
export interface ShellFunction {
  readonly body: ast.Function["body"];
  readonly source: Source;
}

/** What the shell would remember. */
export interface Scope {
  readonly variables: Map<string, Value>;
  readonly arrays: Map<string, readonly Value[]>;
  readonly exported: Set<string>;
  readonly functions: Map<string, ShellFunction>;
  /** Arguments of the script or function; undefined where nobody knows what it is called with. */
  positional: readonly Value[] | undefined;
  /** Folders that it went to; the last is where it is. Empty: where it began. */
  readonly folders: string[];
}

/** What reading has found, and how much work is left: loops of hostile scripts end. */
export interface Output {
  readonly commands: Command[];
  readonly directives: Directive[];
  readonly written: Map<string, { readonly text: string; readonly at: Place; readonly body: Value }>;
  steps: number;
  /** The first place from which something was not followed. */
  cut: Place | undefined;
}

/** Where the reader stands. */
export interface Frame {
  readonly source: Source;
  readonly scope: Scope;
  readonly out: Output;
  readonly depth: number;
  /** Set within an `if` that leaves several branches open. */
  readonly branch?: Branch;
}

/** More turns of a loop than this are one command too many for any list of jobs. */
export const MAX_TURNS = 64;
export const MAX_DEPTH = 40;
const MAX_STEPS = 40_000;

export function newOutput(): Output {
  return { commands: [], directives: [], written: new Map(), steps: MAX_STEPS, cut: undefined };
}

export function newScope(file: string, variables: ReadonlyMap<string, Value>, positional?: readonly Value[]): Scope {
  const zero = [literal(file, topOf(file))];
  const known = new Map([["0", zero], ["BASH_SOURCE", zero], ...variables]);
  return {
    variables: known,
    arrays: new Map(),
    exported: new Set(variables.keys()),
    functions: new Map(),
    positional,
    folders: [],
  };
}

/** One more unit of work; false when all is used up. */
export function step(frame: Frame): boolean {
  frame.out.steps -= 1;
  return frame.out.steps > 0 && frame.depth <= MAX_DEPTH;
}

/** Something from `offset` on is not followed. */
export function cut({ out, source }: Frame, offset: number): void {
  out.cut ??= source.placeOf(offset);
}

/** A subshell or an undecided branch: what it sets is not seen outside. */
export const copyOf = (scope: Scope): Scope => ({
  variables: new Map(scope.variables),
  arrays: new Map(scope.arrays),
  exported: new Set(scope.exported),
  functions: new Map(scope.functions),
  positional: scope.positional,
  folders: [...scope.folders],
});

export function setVariable(scope: Scope, name: string, value: Value) {
  scope.variables.set(name, value);
  scope.arrays.delete(name);
}

export function setArray(scope: Scope, name: string, values: readonly Value[]) {
  scope.arrays.set(name, values);
  scope.variables.delete(name);
}

/** A scalar, or the first element of an array, as `$X` means it. */
export const valueOfName = (scope: Scope, name: string): Value | undefined => scope.variables.get(name) ?? scope.arrays.get(name)?.[0];

/** Everything that is set, as words. */
export function wordsOf(scope: Scope, names: Iterable<string>): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  for (const name of names) {
    const value = valueOfName(scope, name);
    const at = value?.[0]?.at;
    if (value && at) words.set(name, toWord(value, at));
  }
  return words;
}
