import type * as ast from "unbash";
import { loopOver } from "./shell-arguments.js";
import { command, type Walker } from "./shell-command.js";
import { decide } from "./shell-condition.js";
import { expandText, expandWords } from "./shell-expand.js";
import { matchesGlob } from "./shell-glob.js";
import { copyOf, cut, type Frame, MAX_TURNS, setVariable, step } from "./shell-scope.js";
import { isKnown, textOf } from "./shell-value.js";

/** Which commands of a script run, in what order and how often; what each does is `shell-command.ts`'s. */
export function walk(statements: readonly ast.Statement[], frame: Frame): void {
  for (const { command } of statements) {
    if (!step(frame)) {
      cut(frame, command.pos);
      return;
    }
    if (command.type === "AndOr") for (const each of command.commands) visit(each, frame);
    else visit(command, frame);
  }
}

function visit(node: ast.PipelineNode, frame: Frame): void {
  if (node.type === "Pipeline") for (const each of node.commands) visitCommand(each, frame);
  else visitCommand(node, frame);
}

/** How a command that is itself a script, or calls a function, goes on. */
const WALKER: Walker = { statements: walk, node: visitCommand };

function visitCommand(node: ast.CommandNode, frame: Frame): void {
  switch (node.type) {
    case "Command":
      command(node, frame, WALKER);
      return;
    case "Function":
      frame.scope.functions.set(node.name.value, { body: node.body, source: frame.source });
      return;
    case "Redirected":
      visitCommand(node.command, frame);
      return;
    case "If":
      conditional(node, frame);
      return;
    case "For":
      loop(node, frame);
      return;
    case "Case":
      cases(node, frame);
      return;
    case "Subshell":
      walk(node.body.commands, { ...frame, scope: copyOf(frame.scope) });
      return;
    case "While":
      loopOver(node, frame, () => walk(node.body.commands, frame));
      return;
    case "BraceGroup":
    case "ArithmeticFor":
    case "Select":
      walk(node.body.commands, frame);
      return;
    default:
      return;
  }
}

/** A decided condition leaves one branch; one that rests on outside variables leaves the others open too. */
function conditional(node: ast.If, frame: Frame): void {
  const { file, line, column } = frame.source.placeOf(node.pos);
  const among = (index: number): Frame => ({ ...frame, branch: { of: `${file}:${line}:${column}`, index } });
  const branches = [node, ...node.elif];
  for (const [index, branch] of branches.entries()) {
    const verdict = decide(branch.clause, frame);
    if (verdict?.value === false && verdict.sure) continue;
    if (verdict?.value) {
      walk(branch.then.commands, among(index));
      return;
    }
    undecided(branch.then.commands, among(index));
  }
  if (node.else) walk(node.else.commands, among(branches.length));
}

/** What an undecided branch sets holds only where nothing was set before, or only an empty text that options are to fill. */
function undecided(statements: readonly ast.Statement[], frame: Frame): void {
  const scope = copyOf(frame.scope);
  walk(statements, { ...frame, scope });
  for (const [name, value] of scope.variables) if (isOpen(name, frame)) frame.scope.variables.set(name, value);
}

const isOpen = (name: string, { scope }: Frame) => !scope.arrays.has(name) && textOf(scope.variables.get(name) ?? []) === "";

/** A loop over known words is read once for each. */
function loop(node: ast.For, frame: Frame): void {
  const values = node.wordlist ? expandWords(node.wordlist, frame) : (frame.scope.positional ?? []);
  if (values.length === 0 || !values.every(isKnown)) {
    frame.scope.variables.delete(node.name.value);
    walk(node.body.commands, frame);
    return;
  }
  if (values.length > MAX_TURNS) cut(frame, node.pos);
  for (const value of values.slice(0, MAX_TURNS)) {
    setVariable(frame.scope, node.name.value, value);
    walk(node.body.commands, frame);
  }
}

function cases(node: ast.Case, frame: Frame): void {
  const value = expandText(node.word, frame);
  if (!isKnown(value)) {
    for (const item of node.items) undecided(item.body.commands, frame);
    return;
  }
  const text = textOf(value);
  const hit = node.items.find(({ pattern }) => pattern.some((each) => matchesGlob(textOf(expandText(each, frame)), text)));
  if (hit) walk(hit.body.commands, frame);
}
