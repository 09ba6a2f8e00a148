import type * as ast from "unbash";
import type { Command } from "./script.js";
import { evaluate } from "./shell-arithmetic.js";
import { type Flow, merge, type Walk } from "./shell-branch.js";
import { decide, type Verdict } from "./shell-condition.js";
import { expandText, expandWords } from "./shell-expand.js";
import { copyOf, type Frame, setVariable, step } from "./shell-scope.js";
import { isKnown, textOf, unknownSegment, type Value } from "./shell-value.js";

/** Loops up to this many turns are walked turn by turn; longer ones once, and counted. */
const MAX_TURNS = 16;

export function walkFor(node: ast.For | ast.Select, frame: Frame, walk: Walk): Flow {
  const name = node.name.value;
  const items = node.wordlist ? expandWords(node.wordlist, frame) : (frame.scope.positional ?? []);
  const isList = items.every((item) => isKnown(item) && !/[*?]/.test(textOf(item)));
  if (!isList || node.type === "Select" || !node.wordlist) return once(node.body, name, frame, walk);
  const start = frame.out.commands.length;
  const turns: readonly Value[] = items.length > MAX_TURNS ? items.slice(0, 1) : items;
  const inner = { ...frame, repeats: items.length > MAX_TURNS ? frame.repeats * items.length : frame.repeats };
  for (const item of turns) {
    setVariable(frame.scope, name, item);
    const flow = walk(node.body, inner);
    if (flow === "break") break;
    if (flow === "return" || flow === "exit") return flow;
  }
  fold(frame.out.commands, start);
  return "on";
}

/** A list nobody knows: one turn with the variable unknown. */
function once(body: ast.CompoundList, name: string, frame: Frame, walk: Walk): Flow {
  setVariable(frame.scope, name, [unknownSegment(name, frame.source.placeOf(body.pos))]);
  const flow = walk(body, frame);
  return flow === "exit" || flow === "return" ? flow : "on";
}

export function walkWhile(node: ast.While, frame: Frame, walk: Walk): Flow {
  const head = () => {
    const verdict = decide(node.clause, frame);
    return node.kind === "until" && verdict ? { ...verdict, value: !verdict.value } : verdict;
  };
  walk(node.clause, frame);
  return turnWhile(head, () => walk(node.body, frame), node.body, frame, walk);
}

export function walkArithmeticFor(node: ast.ArithmeticFor, frame: Frame, walk: Walk): Flow {
  const compute = (expression: ast.ArithmeticExpression | undefined) => evaluate(expression, frame, (word) => expandText(word, frame));
  compute(node.initialize);
  const head = (): Verdict => {
    const result = compute(node.test);
    return result && { value: result.value !== 0, sure: !result.assumed };
  };
  const turn = () => {
    const flow = walk(node.body, frame);
    compute(node.update);
    return flow;
  };
  return turnWhile(head, turn, node.body, frame, walk);
}

function turnWhile(head: () => Verdict, turn: () => Flow, body: ast.CompoundList, frame: Frame, walk: Walk): Flow {
  const verdict = head();
  if (verdict?.sure && !verdict.value) return "on";
  if (!verdict?.value) return doubtful(verdict, body, frame, walk);
  const { commands } = frame.out;
  const start = commands.length;
  const after = turn();
  const first = commands.length;
  if (after !== "on" && after !== "continue") return after === "break" ? "on" : after;
  for (let turns = 1; head()?.value; turns += 1) {
    if (turns >= MAX_TURNS || !step(frame)) {
      commands.length = first;
      break;
    }
    const flow = turn();
    if (flow === "break") break;
    if (flow === "return" || flow === "exit") return flow;
  }
  fold(commands, start);
  return "on";
}

/** `while read line`, or the reading of options: what happens inside may happen. What it sets counts only where nothing speaks against it. */
function doubtful(verdict: Verdict, body: ast.CompoundList, frame: Frame, walk: Walk): Flow {
  const scope = copyOf(frame.scope);
  walk(body, { ...frame, scope, conditional: true });
  if (!verdict) merge(frame.scope, [scope], false);
  return "on";
}

/** Equal commands of several turns become one that is repeated. */
function fold(commands: Command[], start: number) {
  const seen = new Map<string, Command>();
  for (const command of commands.slice(start)) {
    const { at, argv, conditional } = command;
    const key = JSON.stringify([at, conditional, argv.map(({ text }) => text)]);
    const before = seen.get(key);
    seen.set(key, before ? { ...before, repeats: before.repeats + command.repeats } : command);
  }
  commands.splice(start, commands.length - start, ...seen.values());
}
