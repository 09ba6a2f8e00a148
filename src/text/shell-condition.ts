import type * as ast from "unbash";
import { evaluate } from "./shell-arithmetic.js";
import { expandText, expandWords } from "./shell-expand.js";
import { matchesGlob } from "./shell-glob.js";
import type { Frame } from "./shell-scope.js";
import { isAssumed, isKnown, textOf, type Value } from "./shell-value.js";

/** What a condition comes to. `sure: false` where it rests on a variable that somebody outside may set. Undefined = nobody can say. */
export type Verdict = { readonly value: boolean; readonly sure: boolean } | undefined;

/** Which of the commands in an `if`'s head decides: the last one. */
export function decide(list: ast.CompoundList, frame: Frame): Verdict {
  const command = list.commands.at(-1)?.command;
  return command && decideCommand(command, frame);
}

function decideCommand(command: ast.PipelineNode | ast.AndOr, frame: Frame): Verdict {
  if (command.type === "TestCommand") return test(command.expression, frame);
  if (command.type === "ArithmeticCommand") return arithmetic(command.expression, frame);
  if (command.type === "AndOr") return logical(command, frame);
  if (command.type === "Pipeline") return negated(command, frame);
  return command.type === "Command" ? simple(command, frame) : undefined;
}

function logical({ commands, operators }: ast.AndOr, frame: Frame): Verdict {
  const [first, ...rest] = commands;
  let verdict = first && decideCommand(first, frame);
  rest.forEach((command, index) => {
    verdict = operators[index] === "&&" ? and(verdict, decideCommand(command, frame)) : or(verdict, decideCommand(command, frame));
  });
  return verdict;
}

const negate = (verdict: Verdict): Verdict => verdict && { ...verdict, value: !verdict.value };

function negated(pipeline: ast.Pipeline, frame: Frame): Verdict {
  const [only, ...others] = pipeline.commands;
  if (!only || others.length > 0) return undefined;
  const isNegated = pipeline.prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
  const verdict = decideCommand(only, frame);
  return isNegated ? negate(verdict) : verdict;
}

function and(left: Verdict, right: Verdict): Verdict {
  if (left && !left.value) return left;
  if (right && !right.value) return right;
  return left && right && { value: true, sure: left.sure && right.sure };
}
const or = (left: Verdict, right: Verdict): Verdict => negate(and(negate(left), negate(right)));

function arithmetic(expression: ast.ArithmeticExpression | undefined, frame: Frame): Verdict {
  const result = evaluate(expression, frame, (word) => expandText(word, frame));
  return result && { value: result.value !== 0, sure: !result.assumed };
}

function test(expression: ast.TestExpression, frame: Frame): Verdict {
  switch (expression.type) {
    case "TestGroup":
      return test(expression.expression, frame);
    case "TestNot":
      return expression.negations.length % 2 === 1 ? negate(test(expression.operand, frame)) : test(expression.operand, frame);
    case "TestLogical":
      return expression.operands.map((operand) => test(operand, frame)).reduce(expression.operator === "&&" ? and : or);
    case "TestUnary":
      return unary(expression.operator, expandText(expression.operand, frame));
    case "TestBinary":
      return binary(expression.operator, expandText(expression.left, frame), expandText(expression.right, frame));
  }
}

/** `[ … ]`, `test …`, `true`, `false`. */
function simple(command: ast.Command, frame: Frame): Verdict {
  const name = command.name && textOf(expandText(command.name, frame));
  if (name === "true" || name === ":") return { value: true, sure: true };
  if (name === "false") return { value: false, sure: true };
  if (name !== "[" && name !== "test") return undefined;
  const words = command.args.filter((arg) => arg.type === "Word");
  const operands = expandWords(name === "[" ? words.slice(0, -1) : words, frame);
  return bracket(operands);
}

function bracket(operands: readonly Value[]): Verdict {
  const signs = operands.map(textOf);
  const split = Math.max(signs.lastIndexOf("-a"), signs.lastIndexOf("-o"));
  if (split > 0 && split < operands.length - 1) {
    const combine = signs[split] === "-a" ? and : or;
    return combine(bracket(operands.slice(0, split)), bracket(operands.slice(split + 1)));
  }
  const [first, second, third] = operands;
  if (signs[0] === "!" && operands.length > 1) return negate(bracket(operands.slice(1)));
  if (operands.length === 1 && first) return unary("-n", first);
  if (operands.length === 2 && second) return unary(signs[0] ?? "", second);
  return operands.length === 3 && first && third ? binary(signs[1] ?? "", first, third) : undefined;
}

/** A variable that nothing sets is empty unless somebody outside sets it. */
const readable = (value: Value) => ({
  text: value.map(({ text, unknown }) => (unknown === undefined ? text : "")).join(""),
  sure: isKnown(value) && !isAssumed(value),
  isName: value.every(({ unknown }) => unknown === undefined || /^\w+$/.test(unknown)),
});

function unary(operator: string, operand: Value): Verdict {
  const { text, sure, isName } = readable(operand);
  if (!isName) return undefined;
  if (operator === "-z") return { value: text === "", sure };
  if (operator === "-n") return { value: text !== "", sure };
  return undefined;
}

const COMPARE: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "-eq": (a, b) => a === b,
  "-ne": (a, b) => a !== b,
  "-gt": (a, b) => a > b,
  "-ge": (a, b) => a >= b,
  "-lt": (a, b) => a < b,
  "-le": (a, b) => a <= b,
};

function binary(operator: string, leftValue: Value, rightValue: Value): Verdict {
  const left = readable(leftValue);
  const right = readable(rightValue);
  if (!left.isName || !right.isName) return undefined;
  const sure = left.sure && right.sure;
  const compare = COMPARE[operator];
  if (compare)
    return isWhole(left.text) && isWhole(right.text) ? { value: compare(Number(left.text), Number(right.text)), sure } : undefined;
  if (operator === "=" || operator === "==") return { value: matchesGlob(right.text, left.text), sure };
  return operator === "!=" ? { value: !matchesGlob(right.text, left.text), sure } : undefined;
}

const isWhole = (text: string) => /^\s*-?\d+\s*$/.test(text);
