import * as ast from "unbash";
import { loopOver, moveArguments } from "./shell-arguments.js";
import { decide } from "./shell-condition.js";
import { expandText, expandWords } from "./shell-expand.js";
import { redirected, scriptsIn } from "./shell-given.js";
import { matchesGlob } from "./shell-glob.js";
import { copyOf, cut, type Frame, MAX_TURNS, setVariable, step, wordsOf } from "./shell-scope.js";
import { sourceOf } from "./shell-source.js";
import { isKnown, textOf, toWord, type Value } from "./shell-value.js";
import { assign, asWord } from "./shell-variables.js";

/** Loops within loops end here. */
const MAX_COMMANDS = 2_000;

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

function visitCommand(node: ast.CommandNode, frame: Frame): void {
  switch (node.type) {
    case "Command":
      command(node, frame);
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

/** A decided condition leaves one branch; where it rests on outside variables, its commands are conditional. */
function conditional(node: ast.If, frame: Frame): void {
  const branches = [node, ...node.elif];
  for (const branch of branches) {
    const verdict = decide(branch.clause, frame);
    if (verdict?.value === false && verdict.sure) continue;
    if (verdict?.value) {
      walk(branch.then.commands, verdict.sure ? frame : { ...frame, conditional: true });
      return;
    }
    undecided(branch.then.commands, frame);
  }
  if (node.else)
    walk(node.else.commands, {
      ...frame,
      conditional: frame.conditional || branches.some(({ clause }) => decide(clause, frame) === undefined),
    });
}

/** What an undecided branch sets holds only where nothing was set before, or only an empty text that options are to fill. */
function undecided(statements: readonly ast.Statement[], frame: Frame): void {
  const scope = copyOf(frame.scope);
  walk(statements, { ...frame, scope, conditional: true });
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

const DECLARES = new Set(["export", "declare", "local", "readonly", "typeset"]);

function command(node: ast.Command, frame: Frame): void {
  const prefix = node.prefix.filter((each): each is ast.Assignment => each.type === "Assignment");
  if (!node.name) {
    for (const each of prefix) assign(each, frame.scope, frame);
    return;
  }
  const name = node.name.value;
  if (DECLARES.has(name)) {
    declare(node, frame);
    return;
  }
  const words = expandWords([node.name, ...node.args.map(asWord)], frame);
  if (moveArguments(words, frame)) return;
  const own = prefix.length > 0 ? copyOf(frame.scope) : frame.scope;
  for (const each of prefix) assign(each, own, frame);
  const exported = new Set([...own.exported, ...prefix.map((each) => each.name)]);
  const given = redirected(node, words, { ...frame, scope: own });
  if (given) nested(given.texts, given.before, { ...frame, scope: own });
  run(words, wordsOf(own, exported), node, { ...frame, scope: own });
}

function declare(node: ast.Command, frame: Frame): void {
  for (const argument of node.args) {
    if (argument.type === "Assignment") {
      assign(argument, frame.scope, frame);
      frame.scope.exported.add(argument.name);
    } else if (/^\w+$/.test(argument.value)) frame.scope.exported.add(argument.value);
  }
}

function run(words: readonly Value[], environment: ReturnType<typeof wordsOf>, node: ast.Command, frame: Frame): void {
  const texts = words.map(textOf);
  const called = frame.scope.functions.get(texts[0] ?? "");
  if (called && step({ ...frame, depth: frame.depth + 1 })) {
    call(called, words, frame);
    return;
  }
  const scripts = scriptsIn(words, frame);
  if (scripts.length > MAX_TURNS) cut(frame, node.pos);
  for (const { texts: given, before } of scripts.slice(0, MAX_TURNS)) nested(given, before, frame);
  if (scripts.length > 0) return;
  if (frame.out.commands.length >= MAX_COMMANDS) {
    cut(frame, node.pos);
    return;
  }
  const at = frame.source.placeOf(node.pos);
  frame.out.commands.push({ at, argv: words.map((word) => toWord(word, at)), environment, repeats: 1, conditional: frame.conditional });
}

function call({ body, source }: { body: ast.Function["body"]; source: Frame["source"] }, words: readonly Value[], frame: Frame): void {
  const before = frame.scope.positional;
  frame.scope.positional = words.slice(1);
  const inner = { ...frame, source, depth: frame.depth + 1 };
  if (body.type === "CompoundList") walk(body.commands, inner);
  else visitCommand(body, inner);
  frame.scope.positional = before;
}

/** `srun bash -c "…"`: the text is a script of its own; what stands before the shell stands before each of its commands. */
function nested(texts: readonly Value[], before: readonly Value[], frame: Frame): void {
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
  walk(ast.parse(inner.source.text).commands, inner);
  const prefix = before.map((word) => toWord(word, place));
  for (let i = from; i < frame.out.commands.length; i++) {
    const command = frame.out.commands[i];
    if (command && prefix.length > 0) frame.out.commands[i] = { ...command, argv: [...prefix, ...command.argv] };
  }
}
