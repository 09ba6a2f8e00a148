import type * as ast from "unbash";
import { expandText, expandWords } from "./shell-expand.js";
import { exportName, type Frame, type Scope, setArray, setVariable, valueOf } from "./shell-scope.js";
import { clipped, joined, literal, quote, textOf, type Value } from "./shell-value.js";

/** No list of arguments is longer. */
const MAX_ELEMENTS = 2_000;

/** `X=…`, `X+=…`, `X=(…)`, `X[2]=…`. */
export function assign(node: ast.Assignment, frame: Frame) {
  const { scope } = frame;
  if (node.value.type === "ArrayValue") return assignArray(node, expandWords(node.value.elements, frame), scope);
  const value = quote(expandText(node.value, frame), false);
  if (node.index) return assignElement(node, textOf(expandText(node.index, frame)), value, scope);
  const before = node.append ? (valueOf(scope, node.name) ?? []) : [];
  setVariable(scope, node.name, clipped([...before, ...value]));
}

function assignArray(node: ast.Assignment, values: readonly Value[], scope: Scope) {
  const scalar = scope.variables.get(node.name);
  const before = node.append ? (scope.arrays.get(node.name) ?? (scalar ? [scalar] : [])) : [];
  setArray(scope, node.name, [...before, ...values].slice(0, MAX_ELEMENTS));
}

function assignElement(node: ast.Assignment, index: string, value: Value, scope: Scope) {
  const position = Number(index);
  if (!Number.isInteger(position) || position < 0 || position > MAX_ELEMENTS) return;
  const values = [...(scope.arrays.get(node.name) ?? [])];
  const hole = [literal("", value[0]?.at ?? { file: "", line: 1, column: 1 })];
  while (values.length < position) values.push(hole);
  values[position] = value;
  setArray(scope, node.name, values);
}

/** What `A=b command` adds for that one command. */
export function prefixed(command: ast.Command, frame: Frame): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const node of command.prefix)
    if (node.type === "Assignment" && node.value.type === "Word") values.set(node.name, quote(expandText(node.value, frame), false));
  return values;
}

/** `export A=b C`, `declare -x …`, `local …`, `readonly …`. */
export function declare(keyword: string, command: ast.Command, frame: Frame) {
  const words: ast.Word[] = [];
  for (const arg of command.args) {
    if (arg.type === "Assignment") assign(arg, frame);
    else words.push(arg);
    if (arg.type === "Assignment" && keyword === "export") exportName(frame.scope, arg.name);
  }
  for (const value of expandWords(words, frame)) declareWord(keyword, value, frame.scope);
}

/** `export NAME`, or the whole assignment as one quoted word. */
function declareWord(keyword: string, value: Value, scope: Scope) {
  const match = /^([A-Za-z_]\w*)(=?)/.exec(textOf(value));
  if (!match?.[1]) return;
  if (match[2]) setVariable(scope, match[1], dropped(value, match[0].length));
  if (keyword === "export") exportName(scope, match[1]);
}

/** The value without its first characters. */
function dropped(value: Value, length: number): Value {
  let left = length;
  return value.map((segment) => {
    const text = segment.text.slice(Math.min(left, segment.text.length));
    left = Math.max(0, left - segment.text.length);
    return { ...segment, text, quoted: false };
  });
}

/** Arguments of a command. `key=value` after a program is an argument like any other. */
export function argumentsOf(command: ast.Command, frame: Frame): readonly Value[] {
  if (!command.name) return [];
  const rest = command.args.flatMap((arg) => (arg.type === "Word" ? expandWords([arg], frame) : [assignmentWord(arg, frame)]));
  return [...expandWords([command.name], frame), ...rest].slice(0, MAX_ELEMENTS);
}

function assignmentWord(node: ast.Assignment, frame: Frame): Value {
  const at = frame.source.placeOf(node.pos);
  if (node.value.type === "ArrayValue") return [literal(node.text, at, true)];
  const head = node.text.slice(0, node.value.pos - node.pos);
  return joined([[literal(head, at, true), ...quote(expandText(node.value, frame), true)]], "");
}
