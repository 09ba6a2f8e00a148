import type * as ast from "unbash";
import { expandText, expandWords } from "./shell-expand.js";
import { type Frame, type Scope, setArray, setVariable } from "./shell-scope.js";

/** `X=…`, `X+=…`, `X=(…)`, `X[i]=…`. */
export function assign(node: ast.Assignment, scope: Scope, frame: Frame): void {
  if (node.value.type === "ArrayValue") {
    const values = expandWords(node.value.elements, frame);
    setArray(scope, node.name, node.append ? [...(scope.arrays.get(node.name) ?? []), ...values] : values);
    return;
  }
  const value = expandText(node.value, frame);
  if (node.index) setArray(scope, node.name, [...(scope.arrays.get(node.name) ?? []), value]);
  else setVariable(scope, node.name, node.append ? [...(scope.variables.get(node.name) ?? []), ...value] : value);
}

/** `a=b` after the program's name is an argument like any other. */
export const asWord = (argument: ast.CommandArgument): ast.Word =>
  argument.type === "Word"
    ? argument
    : { type: "Word", text: argument.text, value: argument.text, pos: argument.pos, end: argument.end, parts: assignmentParts(argument) };

function assignmentParts(argument: ast.Assignment): readonly ast.WordPart[] | undefined {
  if (argument.value.type === "ArrayValue") return undefined;
  const head = `${argument.name}=`;
  const rest = argument.value.parts ?? [
    { type: "Literal", pos: argument.value.pos, end: argument.value.end, value: argument.value.value, text: argument.value.text },
  ];
  return [{ type: "Literal", pos: argument.pos, end: argument.pos + head.length, value: head, text: head }, ...(rest as ast.WordPart[])];
}

export const DECLARES: ReadonlySet<string> = new Set(["export", "declare", "local", "readonly", "typeset"]);

/** `export A=b C`. */
export function declare(args: ast.Command["args"], frame: Frame): void {
  for (const argument of args) {
    if (argument.type === "Assignment") {
      assign(argument, frame.scope, frame);
      frame.scope.exported.add(argument.name);
    } else if (/^\w+$/.test(argument.value)) frame.scope.exported.add(argument.value);
  }
}
