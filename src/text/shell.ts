import { parse } from "unbash";
import type { Place } from "../model/place.js";
import type { Directive, Script, Word } from "./script.js";
import { newOutput, newScope, wordsOf } from "./shell-scope.js";
import { sourceAt } from "./shell-source.js";
import { fromWord } from "./shell-value.js";
import { walk } from "./shell-walk.js";

/**
 * Shell text → what it would run, with variables filled in where the text itself sets them. Nothing is executed, no file is opened, no environment is looked at:
 * `environment` holds what a launch file hands in, `called` the arguments of the command that starts it. Never throws; work is bounded.
 */
export function readScript(
  text: string,
  origin: Place,
  environment: ReadonlyMap<string, Word> = new Map(),
  called?: readonly Word[] | undefined,
): Script {
  const source = text.replaceAll("\r\n", "\n");
  const out = newOutput();
  const scope = newScope(origin.file, new Map([...environment].map(([name, word]) => [name, fromWord(word)])), called?.map(fromWord));
  const located = sourceAt(source, origin);
  let unclosed: Place | undefined;
  try {
    const { commands, errors } = parse(source);
    const quote = errors?.find(({ message }) => UNCLOSED.test(message));
    if (quote) unclosed = located.placeOf(quote.pos);
    walk(commands, { source: located, scope, out, depth: 0 });
  } catch (error) {
    // The parser recovers by itself; only nesting beyond the stack comes here, and what was read until then stands.
    if (!(error instanceof RangeError)) throw error;
    out.cut ??= origin;
  }
  return {
    file: origin.file,
    text,
    commands: out.commands,
    directives: directivesOf(source, origin),
    written: out.written,
    cut: out.cut,
    unclosed,
    given: environment,
    called,
    variables: wordsOf(scope, [...scope.variables.keys(), ...scope.arrays.keys()]),
  };
}

/** Of the parser's errors the one that no shell would run past; it recovers from the others as people mean them. */
const UNCLOSED = /^unterminated (double|single) quote$/;

const DIRECTIVE = /^#(SBATCH|PBS|BSUB)[ \t]+(.*)$/gm;
/** A quoted run is one word; a # after a blank begins a comment. */
const WORDS = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

function directivesOf(text: string, origin: Place): readonly Directive[] {
  const found: Directive[] = [];
  for (const match of text.matchAll(DIRECTIVE)) {
    const [line, kind = "SBATCH", body = ""] = match;
    const at = { file: origin.file, line: origin.line + text.slice(0, match.index).split("\n").length - 1, column: 1 };
    const words = (body.replace(/(^|\s)#.*$/, "").match(WORDS) ?? []).map(
      (word): Word => ({ text: word.replace(/["']/g, ""), at: { ...at, column: line.indexOf(word) + 1 }, unknown: [] }),
    );
    found.push({ kind: kind as Directive["kind"], words, at });
  }
  return found;
}
