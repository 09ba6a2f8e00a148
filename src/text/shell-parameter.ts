import type * as ast from "unbash";
import type { Place } from "../model/place.js";
import type { Expand } from "./shell-arithmetic.js";
import { matchesGlob, removeMatch } from "./shell-glob.js";
import { type Frame, setVariable, valueOfName } from "./shell-scope.js";
import { assume, isAssumed, isKnown, joined, literal, textOf, unknownSegment, type Value } from "./shell-value.js";

/** Patterns are tried on text of at most this length; real paths and names are far shorter. */
const MAX_MATCHED = 1_000;

/** `$NAME`, `$1`, `$@`: a list, because an array or `$@` gives several words. */
export function expandName(name: string, at: Place, { scope }: Frame): readonly Value[] {
  if (name === "@" || name === "*") return scope.positional ?? [];
  if (name === "#") return [counted(scope.positional?.length ?? 0, at, scope.positional === undefined)];
  if (/^[1-9]\d*$/.test(name)) return [scope.positional?.[Number(name) - 1] ?? (scope.positional ? [] : [unknownSegment(name, at)])];
  return [valueOfName(scope, name) ?? [unknownSegment(name, at)]];
}

/** `${NAME…}` in all its forms. */
export function expandParameter(part: ast.ParameterExpansionPart, at: Place, frame: Frame, expand: Expand): readonly Value[] {
  if (/^\$\{\{/.test(part.text)) return [[unknownSegment(part.text, at, part.text)]];
  const values = selected(part, at, frame, expand);
  const { operation } = part;
  if (part.prefix === "#") return [part.index ? counted(values.length, at, false) : length(values, at)];
  if (!operation) return values;
  if (operation.type === "Default") return withDefault(part, operation, values, at, frame, expand);
  if (operation.type === "Slice" && (part.parameter === "@" || part.index)) return sliceList(operation, values, expand);
  return values.map((value) => (isKnown(value) ? transformed(value, operation, at, expand) : value));
}

function selected(part: ast.ParameterExpansionPart, at: Place, frame: Frame, expand: Expand): readonly Value[] {
  const { scope } = frame;
  const index = part.index && textOf(expand(part.index));
  const array = scope.arrays.get(part.parameter);
  if (part.prefix === "!" && index === undefined) return expandName(textOf(valueOfName(scope, part.parameter) ?? []), at, frame);
  if (index === undefined) return expandName(part.parameter, at, frame);
  const values = array ?? (scope.variables.has(part.parameter) ? expandName(part.parameter, at, frame) : undefined);
  if (!values) return index === "@" || index === "*" ? [] : [[unknownSegment(part.parameter, at)]];
  if (part.prefix === "!") return values.map((_, position) => [literal(String(position), at)]);
  if (index === "@" || index === "*") return values;
  const position = Number(index);
  return [values[position < 0 ? values.length + position : position] ?? [unknownSegment(part.parameter, at)]];
}

const counted = (count: number, at: Place, guessed: boolean): Value =>
  guessed ? assume([literal(String(count), at)]) : [literal(String(count), at)];

function length(values: readonly Value[], at: Place): Value {
  const [value = []] = values;
  return isKnown(value) ? counted(textOf(value).length, at, isAssumed(value)) : [unknownSegment("#", at)];
}

/** `${X:-d}`: what nobody sets takes the default, which then is an assumption: somebody outside may set it. */
function withDefault(
  part: ast.ParameterExpansionPart,
  operation: ast.ParameterDefaultOperation,
  values: readonly Value[],
  at: Place,
  frame: Frame,
  expand: Expand,
): readonly Value[] {
  const isSet =
    values.length > 0 && values.every(isKnown) && (!operation.operator.startsWith(":") || values.some((value) => textOf(value) !== ""));
  if (operation.operator.endsWith("+")) return isSet ? [expand(operation.operand)] : [];
  if (isSet) return values;
  if (operation.operator.endsWith("?")) return [[unknownSegment(part.parameter, at)]];
  const value = assume(expand(operation.operand));
  if (operation.operator.endsWith("=")) setVariable(frame.scope, part.parameter, value);
  return [value];
}

const asNumber = (value: Value): number | undefined => (/^\s*-?\d+\s*$/.test(textOf(value)) ? Number(textOf(value)) : undefined);

function sliceList({ offset, length: count }: ast.ParameterSliceOperation, values: readonly Value[], expand: Expand): readonly Value[] {
  const from = asNumber(expand(offset)) ?? 0;
  const size = count && asNumber(expand(count));
  const start = Math.max(0, from - 1);
  return values.slice(start, size === undefined ? undefined : start + size);
}

function transformed(value: Value, operation: ast.ParameterOperation, at: Place, expand: Expand): Value {
  const text = textOf(value);
  const changed = text.length > MAX_MATCHED ? undefined : changedText(text, operation, (word) => textOf(expand(word)));
  if (changed === undefined) return [unknownSegment("…", at)];
  const result = [literal(changed, value[0]?.at ?? at)];
  return isAssumed(value) ? assume(result) : result;
}

function changedText(text: string, operation: ast.ParameterOperation, read: (word: ast.Word) => string): string | undefined {
  if (operation.type === "Remove") return removeMatch(text, read(operation.operand).slice(0, MAX_MATCHED), operation.operator);
  if (operation.type === "CaseModification") return changeCase(text, operation.operator);
  if (operation.type === "Replace")
    return replaced(text, read(operation.pattern), read(operation.replacement), operation.operator === "//");
  if (operation.type !== "Slice") return operation.type === "Transform" ? text : undefined;
  const from = Number(read(operation.offset));
  const count = operation.length ? Number(read(operation.length)) : undefined;
  if (!Number.isInteger(from) || (count !== undefined && !Number.isInteger(count))) return undefined;
  return count === undefined ? text.slice(from) : text.slice(from).slice(0, count);
}

function changeCase(text: string, operator: string): string {
  const change = (piece: string) => (operator.startsWith("^") ? piece.toUpperCase() : piece.toLowerCase());
  return operator.length === 2 ? change(text) : change(text.slice(0, 1)) + text.slice(1);
}

/** Only plain text and one-character patterns are replaced; a wildcard that spans text is left to the reader's doubt. */
function replaced(text: string, pattern: string, replacement: string, all: boolean): string | undefined {
  if (pattern === "") return text;
  if (!/[*?[]/.test(pattern)) return all ? text.split(pattern).join(replacement) : text.replace(pattern, () => replacement);
  if (pattern.includes("*")) return undefined;
  const pieces = [...text].map((char) => (matchesGlob(pattern, char) ? replacement : char));
  return all ? pieces.join("") : undefined;
}

export const listAsText = (values: readonly Value[]): Value => joined(values, " ");
