import type * as ast from "unbash";
import { parse } from "unbash";
import { changeFolder } from "./folder.js";
import type { Command } from "./script.js";
import { moveArguments } from "./shell-arguments.js";
import { expandWords } from "./shell-expand.js";
import { type Given, redirected, scriptsIn } from "./shell-given.js";
import { copyOf, cut, type Frame, MAX_TURNS, type ShellFunction, step, wordsOf } from "./shell-scope.js";
import { sourceOf } from "./shell-source.js";
import { textOf, toWord, type Value } from "./shell-value.js";
import { assign, asWord, DECLARES, declare } from "./shell-variables.js";

/** Loops within loops end here. */
const MAX_COMMANDS = 2_000;

/** How what a command starts is read on. */
export interface Walker {
  statements(statements: readonly ast.Statement[], frame: Frame): void;
  node(node: ast.CommandNode, frame: Frame): void;
}

/** Assignments, declarations, and everything that has a name: expanded, and either followed or kept. */
export function command(node: ast.Command, frame: Frame, walker: Walker): void {
  const prefix = node.prefix.filter((each): each is ast.Assignment => each.type === "Assignment");
  if (!node.name) {
    for (const each of prefix) assign(each, frame.scope, frame);
    return;
  }
  const name = node.name.value;
  if (DECLARES.has(name)) {
    declare(node.args, frame);
    return;
  }
  const words = expandWords([node.name, ...node.args.map(asWord)], frame);
  if (moveArguments(words, frame)) return;
  const own = prefix.length > 0 ? copyOf(frame.scope) : frame.scope;
  for (const each of prefix) assign(each, own, frame);
  const exported = new Set([...own.exported, ...prefix.map((each) => each.name)]);
  const given = redirected(node, words, { ...frame, scope: own });
  if (given) nested(given, { ...frame, scope: own }, walker);
  run(words, wordsOf(own, exported), node, { ...frame, scope: own }, walker);
}

/** A function of the script is called, text for another shell is read, and what is left is a command of the script. */
function run(words: readonly Value[], environment: Command["environment"], node: ast.Command, frame: Frame, walker: Walker): void {
  const texts = words.map(textOf);
  const called = frame.scope.functions.get(texts[0] ?? "");
  if (called && step({ ...frame, depth: frame.depth + 1 })) {
    call(called, words, frame, walker);
    return;
  }
  if (changeFolder(texts, frame.scope.folders)) return;
  const scripts = scriptsIn(words, frame);
  if (scripts.length > MAX_TURNS) cut(frame, node.pos);
  for (const each of scripts.slice(0, MAX_TURNS)) nested(each, frame, walker);
  if (scripts.length > 0) return;
  if (frame.out.commands.length >= MAX_COMMANDS) {
    cut(frame, node.pos);
    return;
  }
  const at = frame.source.placeOf(node.pos);
  const folder = frame.scope.folders.at(-1);
  frame.out.commands.push({
    at,
    argv: words.map((word) => toWord(word, at)),
    environment,
    ...(folder !== undefined && { folder }),
    ...(frame.branch && { branch: frame.branch }),
  });
}

function call({ body, source }: ShellFunction, words: readonly Value[], frame: Frame, walker: Walker): void {
  const before = frame.scope.positional;
  frame.scope.positional = words.slice(1);
  const inner = { ...frame, source, depth: frame.depth + 1 };
  if (body.type === "CompoundList") walker.statements(body.commands, inner);
  else walker.node(body, inner);
  frame.scope.positional = before;
}

/** `srun bash -c "…"`: the text is a script of its own; what stands before the shell stands before each of its commands. */
function nested({ texts, before }: Given, frame: Frame, walker: Walker): void {
  const value = texts.flatMap((each, index) =>
    index > 0 ? [{ ...(each[0] ?? { at: frame.source.placeOf(0), quoted: true }), text: " " }, ...each] : each,
  );
  const place = value[0]?.at ?? frame.source.placeOf(0);
  const inner = { ...frame, source: sourceOf(value, place), depth: frame.depth + 1 };
  if (!step(inner)) {
    cut(inner, 0);
    return;
  }
  const from = frame.out.commands.length;
  walker.statements(parse(inner.source.text).commands, inner);
  const prefix = before.map((word) => toWord(word, place));
  for (let i = from; i < frame.out.commands.length; i++) {
    const command = frame.out.commands[i];
    if (command && prefix.length > 0) frame.out.commands[i] = { ...command, argv: [...prefix, ...command.argv] };
  }
}
