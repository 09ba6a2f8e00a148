import type * as ast from "unbash";
import { type Frame, step } from "./shell-scope.js";
import { isAssumed, isKnown, textOf, type Value } from "./shell-value.js";

export interface Printed {
  readonly text: string;
  readonly assumed: boolean;
}
/** How the caller turns words into fields, and heredocs into text. */
export interface Reading {
  words(words: readonly ast.Word[], frame: Frame): readonly Value[];
  heredoc(body: ast.HereDocBody, frame: Frame): Value;
}
type Program = (args: readonly string[], input: string, frame: Frame) => string | undefined;

const lines = (text: string) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));
const isWhole = (text: string | undefined): text is string => text !== undefined && /^-?\d+$/.test(text);
const lastPart = (path: string) => path.replace(/\/+$/, "").replace(/^.*\//, "");
const folder = (path: string) => (path.includes("/") ? path.replace(/\/[^/]*\/*$/, "") || "/" : ".");

/** Programs whose output follows from their arguments alone. They are computed here; nothing is ever started. */
const PURE: Readonly<Record<string, Program>> = {
  echo: (args) => args.filter((arg) => !/^-[neE]+$/.test(arg)).join(" "),
  printf: (args) => printf(args),
  cat: (args, input) => (args.length === 0 ? input : undefined),
  dirname: ([path]) => path && folder(path),
  basename: ([path, suffix]) =>
    path && (suffix && lastPart(path).endsWith(suffix) ? lastPart(path).slice(0, -suffix.length) : lastPart(path)),
  realpath: (args) => args.at(-1),
  readlink: (args) => args.at(-1),
  pwd: (_, input) => (input === "" ? "." : input),
  cd: (args) => args.at(-1) ?? "",
  seq: sequence,
  expr,
  tr: ([from, to], input) => translate(from, to, input),
  wc: ([option], input) => count(option, input),
  nproc: () => undefined,
  head: (args, input) => lines(input)[0] ?? (args.length > 3 ? undefined : ""),
  xargs: (args, input) => (args.length === 0 ? input.trim().replace(/\s+/g, " ") : undefined),
  awk: (args, input) => awk(args, input),
};

/** Output of `$(…)`, or undefined where it is not known here. */
export function substitute(script: ast.ParsedScript | undefined, frame: Frame, reading: Reading): Printed | undefined {
  const [statement, ...others] = script?.commands ?? [];
  if (!statement || others.length > 0 || !step(frame)) return undefined;
  const { command } = statement;
  if (command.type === "AndOr") return chain(command, frame, reading);
  const trimmed = pipeline(command, "", frame, reading);
  return trimmed && { ...trimmed, text: trimmed.text.replace(/\n+$/, "") };
}

/** `cd "$(dirname "$0")" && pwd`: the folder of the script. */
function chain({ commands, operators }: ast.AndOr, frame: Frame, reading: Reading): Printed | undefined {
  if (operators.some((operator) => operator !== "&&")) return undefined;
  let printed: Printed | undefined = { text: "", assumed: false };
  for (const command of commands) printed = printed && pipeline(command, printed.text, frame, reading);
  return printed;
}

function pipeline(node: ast.PipelineNode, input: string, frame: Frame, reading: Reading): Printed | undefined {
  const commands = node.type === "Pipeline" ? node.commands : [node];
  let printed: Printed | undefined = { text: input, assumed: false };
  for (const command of commands) {
    if (!printed || command.type !== "Command") return undefined;
    const next = run(command, printed.text, frame, reading);
    printed = next && { text: next.text, assumed: next.assumed || printed.assumed };
  }
  return printed;
}

function run(command: ast.Command, input: string, frame: Frame, reading: Reading): Printed | undefined {
  if (!command.name) return undefined;
  const redirects = inputOf(command, frame, reading);
  if (!redirects) return undefined;
  const words = [command.name, ...command.args.filter((arg) => arg.type === "Word")];
  const [name, ...args] = reading.words(words, frame);
  const program = name && Object.hasOwn(PURE, textOf(name)) ? PURE[textOf(name)] : undefined;
  if (!program || !args.every(isKnown) || !isKnown(redirects)) return undefined;
  const text = program(args.map(textOf), redirects.length > 0 ? textOf(redirects) : input, frame);
  return text === undefined ? undefined : { text, assumed: args.some(isAssumed) || isAssumed(redirects) };
}

/** Heredoc or here-string of the command; undefined where it reads a file. `2>/dev/null` does not matter. */
function inputOf(command: ast.Command, frame: Frame, reading: Reading): Value | undefined {
  let value: Value = [];
  for (const redirect of command.redirects) {
    if (redirect.type === "HereDoc") value = reading.heredoc(redirect.body, frame);
    else if (redirect.type === "HereString" && redirect.target) value = reading.words([redirect.target], frame).flat();
    else if (redirect.type === "Redirect" && redirect.operator.startsWith("<")) return undefined;
  }
  return value;
}

const MAX_SEQUENCE = 1_000;

function sequence(args: readonly string[]): string | undefined {
  const numbers = args.filter((arg) => !arg.startsWith("-w"));
  if (numbers.length === 0 || numbers.length > 3 || !numbers.every(isWhole)) return undefined;
  const [first, second, third] = numbers.map(Number);
  const from = second === undefined ? 1 : (first ?? 1);
  const by = third === undefined ? 1 : (second ?? 1);
  const to = third ?? second ?? first ?? 0;
  const length = by === 0 ? 0 : Math.floor((to - from) / by) + 1;
  if (length > MAX_SEQUENCE) return undefined;
  return Array.from({ length: Math.max(0, length) }, (_, index) => from + index * by).join("\n");
}

function printf([format = "", ...args]: readonly string[]): string | undefined {
  if (args.length === 0) return format.includes("%") ? undefined : format.replaceAll("\\n", "\n");
  return /^%[sd](\\n)?$/.test(format) && args.length === 1 ? args[0] : undefined;
}

/** `expr 32 / $PER_NODE / $NODES`: from the left, products before sums. */
const SIGNS: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { "*": (a, b) => a * b, "/": (a, b) => Math.trunc(a / b), "%": (a, b) => a % b },
  { "+": (a, b) => a + b, "-": (a, b) => a - b },
];

function expr(args: readonly string[]): string | undefined {
  if (args.length % 2 === 0 || !args.every((arg, at) => (at % 2 === 0 ? isWhole(arg) : SIGNS.some((signs) => Object.hasOwn(signs, arg)))))
    return undefined;
  const [result] = SIGNS.reduce(folded, args);
  return Number.isSafeInteger(Number(result)) ? result : undefined;
}

/** What these signs join is one number afterwards; the other signs stay. */
function folded(terms: readonly string[], signs: (typeof SIGNS)[number]): readonly string[] {
  const done: string[] = [];
  for (let at = 0; at < terms.length; at += 1) {
    const join = Object.hasOwn(signs, terms[at] ?? "") ? signs[terms[at] ?? ""] : undefined;
    if (join && at % 2 === 1) done.push(String(join(Number(done.pop()), Number(terms[++at]))));
    else done.push(terms[at] ?? "");
  }
  return done;
}

function translate(from: string | undefined, to: string | undefined, input: string): string | undefined {
  const plain = (text: string | undefined) => text?.replace("\\n", "\n");
  if (from === "-d" && to?.length === 1) return input.split(to).join("");
  if (plain(from)?.length === 1 && plain(to)?.length === 1) return input.split(plain(from) ?? "").join(plain(to));
  if (/^(A-Z|\[:upper:\])$/.test(from ?? "") && /^(a-z|\[:lower:\])$/.test(to ?? "")) return input.toLowerCase();
  return undefined;
}

/** `echo` ends its line, which is dropped here: so lines are counted by what divides them. */
function count(option: string | undefined, input: string): string | undefined {
  if (option === "-l") return String(lines(input).length);
  return option === "-w" ? String(input.split(/\s+/).filter((word) => word !== "").length) : undefined;
}

/** `awk -F, '{print NF}'`: how many devices a list has. */
function awk(args: readonly string[], input: string): string | undefined {
  const script = args.at(-1)?.replace(/\s/g, "");
  const separator = args.join(" ").match(/-F\s?(.)/)?.[1];
  return script === "{printNF}" && separator ? String(input.split(separator).length) : undefined;
}
