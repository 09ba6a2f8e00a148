import type * as ast from "unbash";
import { type Frame, setVariable, valueOfName } from "./shell-scope.js";
import { isAssumed, isKnown, literal, textOf, type Value } from "./shell-value.js";

export interface Result {
  readonly value: number;
  readonly assumed: boolean;
}
/** How the caller turns a word such as `$N` into text. */
export type Expand = (word: ast.Word) => Value;

type Operation = (left: number, right: number) => number;
const OPERATIONS: Readonly<Record<string, Operation>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => Math.trunc(a / b),
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "<<": (a, b) => a * 2 ** b,
  ">>": (a, b) => Math.floor(a / 2 ** b),
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "&&": (a, b) => Number(a !== 0 && b !== 0),
  "||": (a, b) => Number(a !== 0 || b !== 0),
  ",": (_, b) => b,
};
const ASSIGNMENT = /^(\+|-|\*|\/|%|\*\*|<<|>>)?=$/;
/** How far a variable may name a variable that names a variable. */
const MAX_NAMES = 8;

/** `8 * NODES`, with the shell's whole numbers. Undefined where a part is not known, or the result is no safe whole number. */
export function evaluate(expression: ast.ArithmeticExpression | undefined, frame: Frame, expand: Expand): Result | undefined {
  if (!expression) return undefined;
  const result = compute(expression, frame, expand);
  return result && Number.isSafeInteger(result.value) ? result : undefined;
}

function compute(expression: ast.ArithmeticExpression, frame: Frame, expand: Expand): Result | undefined {
  if (expression.type === "ArithmeticGroup") return evaluate(expression.expression, frame, expand);
  if (expression.type === "ArithmeticWord") return readOperand(expression, frame, expand);
  if (expression.type === "ArithmeticUnary") return unary(expression, frame, expand);
  if (expression.type === "ArithmeticBinary") return binary(expression, frame, expand);
  if (expression.type !== "ArithmeticTernary") return readText(textOf(expand(asWord(expression))), frame, 0);
  const test = evaluate(expression.test, frame, expand);
  const chosen = test && evaluate(test.value !== 0 ? expression.consequent : expression.alternate, frame, expand);
  return chosen && { value: chosen.value, assumed: chosen.assumed || test.assumed };
}

function binary(expression: ast.ArithmeticBinary, frame: Frame, expand: Expand): Result | undefined {
  const right = evaluate(expression.right, frame, expand);
  const assigned = ASSIGNMENT.exec(expression.operator);
  const operation = OPERATIONS[assigned ? (assigned[1] ?? "") : expression.operator];
  if (assigned && !assigned[1]) return assign(expression.left, right, frame);
  const left = evaluate(expression.left, frame, expand);
  if (!left || !right || !operation) return assigned ? assign(expression.left, undefined, frame) : undefined;
  const result = { value: operation(left.value, right.value), assumed: left.assumed || right.assumed };
  return assigned ? assign(expression.left, result, frame) : result;
}

function unary(expression: ast.ArithmeticUnary, frame: Frame, expand: Expand): Result | undefined {
  const operand = evaluate(expression.operand, frame, expand);
  if (!operand) return undefined;
  const { value, assumed } = operand;
  if (expression.operator === "-") return { value: -value, assumed };
  if (expression.operator === "!") return { value: Number(value === 0), assumed };
  if (expression.operator === "~") return { value: -value - 1, assumed };
  if (expression.operator !== "++" && expression.operator !== "--") return operand;
  const next = assign(expression.operand, { value: value + (expression.operator === "++" ? 1 : -1), assumed }, frame);
  return expression.prefix ? next : operand;
}

function assign(target: ast.ArithmeticExpression, result: Result | undefined, frame: Frame): Result | undefined {
  if (target.type !== "ArithmeticWord" || !/^[A-Za-z_]\w*$/.test(target.value)) return undefined;
  if (!result) {
    frame.scope.variables.delete(target.value);
    return undefined;
  }
  const segment = literal(String(result.value), frame.source.placeOf(target.pos));
  setVariable(frame.scope, target.value, [result.assumed ? { ...segment, assumed: true } : segment]);
  return result;
}

function readOperand(word: ast.ArithmeticWord, frame: Frame, expand: Expand): Result | undefined {
  const value = word.parts ? expand(asWord(word)) : undefined;
  if (!value) return readText(word.value, frame, 0);
  const result = isKnown(value) ? readText(textOf(value), frame, 0) : undefined;
  return result && { value: result.value, assumed: result.assumed || isAssumed(value) };
}

/** A number, or the name of a variable that holds one. */
function readText(text: string, frame: Frame, names: number): Result | undefined {
  const clean = text.trim();
  if (/^[+-]?(0x[0-9a-f]+|\d+)$/i.test(clean)) return { value: Number(clean), assumed: false };
  const value = /^[A-Za-z_]\w*$/.test(clean) && names < MAX_NAMES ? valueOfName(frame.scope, clean) : undefined;
  const result = value && isKnown(value) ? readText(textOf(value), frame, names + 1) : undefined;
  return result && value && { value: result.value, assumed: result.assumed || isAssumed(value) };
}

/** Arithmetic words have the shape of words; what expands words may read them. */
function asWord(node: ast.ArithmeticWord | ast.ArithmeticCommandExpansion): ast.Word {
  const { pos, end } = node;
  if (node.type === "ArithmeticWord") return { type: "Word", pos, end, text: node.value, value: node.value, parts: node.parts };
  const part: ast.CommandExpansionPart = { type: "CommandExpansion", pos, end, text: node.text, script: node.script };
  return { type: "Word", pos, end, text: node.text, value: node.text, parts: [part] };
}
