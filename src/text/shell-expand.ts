import type * as ast from "unbash";
import type { Place } from "../model/place.js";
import { evaluate } from "./shell-arithmetic.js";
import { braceForms } from "./shell-braces.js";
import { expandName, expandParameter, listAsText } from "./shell-parameter.js";
import { type Frame, step } from "./shell-scope.js";
import type { Source } from "./shell-source.js";
import { substitute } from "./shell-substitute.js";
import { assume, clipped, fields, literal, quote, type Segment, unknownSegment, type Value } from "./shell-value.js";

/** Words of a command line: variables filled in, arrays spread, unquoted text split. */
export function expandWords(words: readonly ast.Word[], frame: Frame): readonly Value[] {
  return words.flatMap((word) => braceForms(word).flatMap((parts) => spread(parts, word, frame).flatMap(fields)));
}

/** The right side of `X=…`, a redirect, a pattern: one text, never split. */
export function expandText(word: ast.Word, frame: Frame): Value {
  const value = listAsText(spread(word.parts, word, frame));
  // Long texts are more work than short ones: `X=$X$X` over and over is soon all there is.
  frame.out.steps -= value.length >> 4;
  return clipped(value);
}

/** Body of `<<EOF` as it is written to the file. */
export function expandHeredoc(body: ast.HereDocBody, frame: Frame): Value {
  if (!body.parts) return byLine(body.text, body.text, body.pos, frame.source, true);
  return clipped(listAsText(joinParts(body.parts, true, frame)));
}

function spread(parts: readonly ast.WordPart[] | undefined, word: ast.Word, frame: Frame): readonly Value[] {
  if (!step(frame)) return [];
  if (!parts) return [byLine(word.value, word.text, word.pos, frame.source, word.value === "" || /[\\]/.test(word.text))];
  return joinParts(parts, false, frame);
}

/** Neighbours are joined; the inner members of an array stay words of their own. */
function joinParts(parts: readonly ast.WordPart[], quoted: boolean, frame: Frame): readonly Value[] {
  const values: Segment[][] = [];
  let isEmptyList = parts.length > 0;
  for (const part of parts) {
    const [first, ...rest] = expandPart(part, quoted, frame);
    if (!first) continue;
    isEmptyList = false;
    const last = values.at(-1);
    if (last) last.push(...first);
    else values.push([...first]);
    for (const value of rest) values.push([...value]);
  }
  return isEmptyList ? [] : values;
}

function expandPart(part: ast.WordPart, quoted: boolean, frame: Frame): readonly Value[] {
  const { source } = frame;
  const at = source.placeOf(part.pos);
  const text = (word: ast.Word) => expandText(word, frame);
  switch (part.type) {
    case "Literal":
      return [byLine(part.value, part.text, part.pos, source, quoted || part.text.includes("\\"))];
    case "SingleQuoted":
      return [byLine(part.value, part.text.slice(1, -1), part.pos + 1, source, true)];
    case "AnsiCQuoted":
      return [[literal(part.value, at, true)]];
    case "DoubleQuoted":
    case "LocaleString":
      return doubleQuoted(part, at, frame);
    case "SimpleExpansion":
      return expandName(part.text.slice(1), at, frame).map((value) => split(value, quoted));
    case "ParameterExpansion":
      return expandParameter(part, at, frame, text).map((value) => split(value, quoted));
    case "ArithmeticExpansion":
      return [arithmetic(part, at, frame)];
    case "CommandExpansion":
      return [command(part, at, quoted, frame)];
    case "ProcessSubstitution":
      return [[unknownSegment("<(…)", at, part.text)]];
    default:
      return [[literal(part.text, at, quoted)]];
  }
}

/** What nobody knows is never split; what stands around it is, unless the whole is quoted. */
const split = (value: Value, quoted: boolean): Value =>
  value.map((segment) => ({ ...segment, quoted: quoted || segment.unknown !== undefined }));

/** `""` is a word, `"${EMPTY[@]}"` is none. */
function doubleQuoted(part: ast.DoubleQuotedPart | ast.LocaleStringPart, at: Place, frame: Frame): readonly Value[] {
  if (part.parts.length === 0) return [[literal("", at, true)]];
  const lists = part.parts.map((child) => expandPart(child, true, frame));
  const values = lists.length === 1 ? (lists[0] ?? []) : joinLists(lists);
  return values.map((value) => (value.length === 0 ? [literal("", at, true)] : quote(value, true)));
}

function joinLists(lists: readonly (readonly Value[])[]): readonly Value[] {
  const values: Segment[][] = [[]];
  for (const [first, ...rest] of lists) {
    if (first) values.at(-1)?.push(...first);
    for (const value of rest) values.push([...value]);
  }
  return values;
}

function arithmetic(part: ast.ArithmeticExpansionPart, at: Place, frame: Frame): Value {
  const result = evaluate(part.expression, frame, (word) => expandText(word, frame));
  if (!result) return [unknownSegment(part.text, at, part.text)];
  const value = [literal(String(result.value), at)];
  return result.assumed ? assume(value) : value;
}

function command(part: ast.CommandExpansionPart, at: Place, quoted: boolean, frame: Frame): Value {
  const here = heredocOf(part.script);
  if (here) return quote(expandHeredoc(here, frame), quoted);
  const inner = part.script?.source === undefined ? frame : { ...frame, source: { text: part.script.source, placeOf: () => at } };
  const printed = substitute(part.script, { ...inner, depth: frame.depth + 1 }, { words: expandWords, heredoc: expandHeredoc });
  if (!printed) return [unknownSegment(part.text, at, part.text)];
  const value = [literal(printed.text, at, quoted)];
  return printed.assumed ? assume(value) : value;
}

/** `$(cat <<EOF … EOF)`: the text itself, with whatever in it is unknown. */
function heredocOf(script: ast.CommandExpansionPart["script"]): ast.HereDocBody | undefined {
  const [only, ...others] = script?.commands ?? [];
  const command = only?.command;
  if (others.length > 0 || command?.type !== "Command" || command.name?.value !== "cat" || command.args.length > 0) return undefined;
  return command.redirects.find((each): each is ast.HereDoc => each.type === "HereDoc")?.body;
}

/** Text over several lines keeps the line of each: raw text is walked beside the value as long as only escapes tell them apart. */
function byLine(value: string, raw: string, pos: number, source: Source, quoted: boolean): Value {
  if (!raw.includes("\n")) return [literal(value, source.placeOf(pos), quoted)];
  const segments: Segment[] = [];
  let offset = pos;
  for (const line of raw.split(/(?<=\n)/)) {
    segments.push(literal(value === raw ? line : unescaped(line), source.placeOf(offset), quoted));
    offset += line.length;
  }
  const isSame = segments.map(({ text }) => text).join("") === value;
  return isSame ? segments : [literal(value, source.placeOf(pos), quoted)];
}

const unescaped = (line: string) => line.replace(/\\([$`"\\\n])/g, (_, char: string) => (char === "\n" ? "" : char));
