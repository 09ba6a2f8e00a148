import type * as ast from "unbash";
import { decide } from "./shell-condition.js";
import { expandWords } from "./shell-expand.js";
import { cut, type Frame, MAX_TURNS, setVariable, valueOfName } from "./shell-scope.js";
import { literal, textOf, type Value } from "./shell-value.js";
import { asWord } from "./shell-variables.js";

/** `shift 2`, `set -- a b`: what is left of the arguments. Where nobody knows them, nobody knows what is left. */
export function moveArguments(words: readonly Value[], { scope }: Frame): boolean {
  if (!scope.positional) return false;
  const [name, first] = words.map(textOf);
  if (name === "shift") scope.positional = scope.positional.slice(first === undefined ? 1 : Number(first) || 0);
  else if (name === "set" && first === "--") scope.positional = words.slice(2);
  else return false;
  return true;
}

/** A loop that takes its turns from the arguments: `while [[ $# -gt 0 ]]; do case $1 in …`, `while getopts "m:n:" opt; do …`. Any other is read once. */
export function loopOver(node: ast.While, frame: Frame, walkBody: () => void): void {
  const words = frame.scope.positional && getopts(node, frame);
  if (words) overOptions(words, frame, walkBody);
  else if (frame.scope.positional && TAKES_ARGUMENTS.test(frame.source.text.slice(node.clause.pos, node.clause.end)))
    overArguments(node, frame, walkBody);
  else walkBody();
}

/** A turn that takes nothing away is the last. */
function overArguments(node: ast.While, frame: Frame, walkBody: () => void): void {
  const left = () => frame.scope.positional?.length ?? 0;
  for (let turn = 0; decide(node.clause, frame)?.value === true; turn++) {
    const before = left();
    if (turn === MAX_TURNS) cut(frame, node.pos);
    if (turn === MAX_TURNS) return;
    walkBody();
    if (left() >= before || left() === 0) return;
  }
}

const TAKES_ARGUMENTS = /\$\{?[#1@]|^\s*(true|:)\s*$/;

function getopts({ clause }: ast.While, frame: Frame): readonly Value[] | undefined {
  const command = clause.commands.at(-1)?.command;
  if (command?.type !== "Command" || command.name?.value !== "getopts") return undefined;
  return expandWords(command.args.map(asWord), frame);
}

/** One turn an option: its letter in the variable, its value in `OPTARG`, and how far it has come in `OPTIND`. */
function overOptions([known, variable]: readonly Value[], { scope }: Frame, walkBody: () => void): void {
  const [letters, name] = [textOf(known ?? []), textOf(variable ?? [])];
  const options = scope.positional ?? [];
  let next = 0;
  while (next < options.length && next < MAX_TURNS) {
    const [, letter = "", glued = ""] = /^-(\w)(.*)$/s.exec(textOf(options[next] ?? [])) ?? [];
    if (letter === "") break;
    const at = options[next]?.[0]?.at;
    const valued = letters.includes(`${letter}:`);
    const value = glued !== "" && at ? [literal(glued, at)] : options[next + 1];
    if (at) setVariable(scope, name, [literal(letter, at)]);
    if (valued && value) setVariable(scope, "OPTARG", value);
    next += valued && glued === "" ? 2 : 1;
    walkBody();
  }
  const zero = valueOfName(scope, "0")?.[0]?.at ?? options[0]?.[0]?.at;
  if (zero) setVariable(scope, "OPTIND", [literal(String(next + 1), zero)]);
}
