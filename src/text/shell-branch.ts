import type * as ast from "unbash";
import { decide, type Verdict } from "./shell-condition.js";
import { expandText } from "./shell-expand.js";
import { matchesGlob } from "./shell-glob.js";
import { copyOf, type Frame, type Scope } from "./shell-scope.js";
import { assume, isAssumed, isKnown, textOf, type Value } from "./shell-value.js";

/** What a list of statements ends with. */
export type Flow = "on" | "continue" | "break" | "return" | "exit";
export type Walk = (list: ast.CompoundList, frame: Frame) => Flow;

/** One way through an `if` or `case`. */
interface Branch {
  readonly body: ast.CompoundList;
  readonly verdict: Verdict;
}

const CERTAIN = { value: true, sure: true };

export function walkIf(node: ast.If, frame: Frame, walk: Walk): Flow {
  const branches: Branch[] = [];
  for (const { clause, then } of [node, ...node.elif]) {
    walk(clause, frame);
    branches.push({ body: then, verdict: decide(clause, frame) });
  }
  if (node.else) branches.push({ body: node.else, verdict: CERTAIN });
  return walkBranches(branches, frame, walk);
}

export function walkCase(node: ast.Case, frame: Frame, walk: Walk): Flow {
  const value = expandText(node.word, frame);
  const branches = node.items.map(({ pattern, body }) => ({ body, verdict: matches(pattern, value, frame) }));
  return walkBranches(branches, frame, walk);
}

function matches(patterns: readonly ast.Word[], value: Value, frame: Frame): Verdict {
  if (!isKnown(value)) return undefined;
  const hit = patterns.some((pattern) => matchesGlob(textOf(expandText(pattern, frame)), textOf(value)));
  return { value: hit, sure: !isAssumed(value) };
}

/**
 * The branch that is taken for certain is simply walked. One that rests on an assumption is the way things go unless somebody says otherwise:
 * its commands stand, the others are conditional. Where nothing can be said, all are conditional and what they set is merged.
 */
function walkBranches(all: readonly Branch[], frame: Frame, walk: Walk): Flow {
  const possible = reachable(all);
  const undecided = possible.findIndex(({ verdict }) => verdict === undefined);
  const taken = possible.findIndex(({ verdict }) => verdict?.value);
  if (taken === 0 && possible[0]?.verdict?.sure) return walk(possible[0].body, frame);
  const isGuess = taken >= 0 && (undecided < 0 || taken < undecided);
  const scopes: Scope[] = [];
  possible.forEach(({ body }, index) => {
    const scope = copyOf(frame.scope);
    walk(body, { ...frame, scope, conditional: frame.conditional || !isGuess || index !== taken });
    if (isGuess ? index === taken : undecided >= 0) scopes.push(scope);
  });
  const isExhaustive = isGuess || possible.some(({ verdict }) => verdict?.value && verdict.sure);
  merge(frame.scope, scopes, isExhaustive);
  return "on";
}

/** Drops what is certainly not taken, and all after what certainly is. */
function reachable(all: readonly Branch[]): readonly Branch[] {
  const possible = all.filter(({ verdict }) => !(verdict && !verdict.value && verdict.sure));
  const last = possible.findIndex(({ verdict }) => verdict?.value && verdict.sure);
  return last < 0 ? possible : possible.slice(0, last + 1);
}

/** What was set before stays, unless every way sets it; what only some way sets is better than nothing. All of it is an assumption. */
export function merge(scope: Scope, branches: readonly Scope[], isExhaustive: boolean) {
  mergeMap(
    scope.variables,
    branches.map(({ variables }) => variables),
    isExhaustive,
    assume,
  );
  mergeMap(
    scope.arrays,
    branches.map(({ arrays }) => arrays),
    isExhaustive,
    (values) => values.map(assume),
  );
  for (const branch of branches) {
    for (const name of branch.exported) scope.exported.add(name);
    for (const [name, body] of branch.functions) scope.functions.set(name, body);
  }
  scope.environment = undefined;
}

function mergeMap<T>(into: Map<string, T>, branches: readonly Map<string, T>[], isExhaustive: boolean, mark: (value: T) => T) {
  for (const name of new Set(branches.flatMap((branch) => [...branch.keys()]))) {
    const before = into.get(name);
    const changed = branches.map((branch) => branch.get(name)).filter((value) => value !== undefined && value !== before);
    const [first] = changed;
    if (first === undefined) continue;
    const isReplaced = before === undefined || (isExhaustive && changed.length === branches.length);
    into.set(name, mark(isReplaced ? first : before));
  }
}
