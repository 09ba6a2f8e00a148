import type { Place } from "../model/place.js";
import type { Cursor } from "./cursor.js";

/** The tree both YAML readers build: offsets into the text, no values that need a schema to be understood. */
export type Node =
  | { readonly kind: "mapping"; readonly start: number; readonly entries: readonly (readonly [key: Scalar, value: Node])[] }
  | { readonly kind: "sequence"; readonly start: number; readonly items: readonly Node[] }
  | Scalar;

export interface Scalar {
  readonly kind: "scalar";
  readonly start: number;
  readonly text: string;
  /** YAML 1.2 core: string, number, boolean or null. */
  readonly value: unknown;
}

/** Nodes one `raw()` may visit and merges one lookup may follow: alias bombs end here. */
const VISIT_BUDGET = 20_000;
const MERGE_DEPTH = 20;

/** `start`: where an absent value would have stood, i.e. its parent. */
export function cursorOf(node: Node | undefined, place: (offset: number) => Place, path = "", start = 0): Cursor {
  const step = (next: Node | undefined, name: string | number) =>
    cursorOf(next, place, path === "" ? String(name) : `${path}.${name}`, node?.start ?? start);
  const cursor: Cursor = {
    kind: node?.kind ?? "absent",
    place: place(node?.start ?? start),
    path,
    at: (...names) => walk(cursor, node, step, names),
    has: (...names) => {
      const there = cursor.at(...names);
      return there.kind === "scalar" ? there.text() !== undefined : there.kind !== "absent";
    },
    keys: () => [...membersOf(node).keys()],
    entries: () => [...membersOf(node)].map(([key, value]) => [key, step(value, key)] as const),
    items: (lone) => {
      if (node?.kind === "sequence") return node.items.map((item, index) => step(item, index));
      return lone && node && !isNull(node) ? [cursor] : [];
    },
    raw: () => plain(node, { left: VISIT_BUDGET }),
    text: () => (node?.kind === "scalar" && node.value !== null ? node.text : undefined),
  };
  return cursor;
}

function walk(
  here: Cursor,
  node: Node | undefined,
  step: (next: Node | undefined, name: string | number) => Cursor,
  names: readonly (string | number)[],
): Cursor {
  const [name, ...rest] = names;
  if (name === undefined) return here;
  const next = node?.kind === "sequence" ? node.items[Number(name)] : lookUp(node, String(name));
  const there = step(next, name);
  return rest.length > 0 ? there.at(...rest) : there;
}

const isNull = (node: Node) => node.kind === "scalar" && node.value === null;

/** Own keys before merged ones; of two equal keys the last wins, as in PyYAML. */
function lookUp(node: Node | undefined, name: string, depth = 0): Node | undefined {
  if (node?.kind !== "mapping" || depth > MERGE_DEPTH) return undefined;
  for (let i = node.entries.length - 1; i >= 0; i--) if (node.entries[i]?.[0].text === name) return node.entries[i]?.[1];
  for (const merged of mergedInto(node)) {
    const found = lookUp(merged, name, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function membersOf(node: Node | undefined, into = new Map<string, Node>(), depth = 0): Map<string, Node> {
  if (node?.kind !== "mapping" || depth > MERGE_DEPTH || into.size > VISIT_BUDGET) return into;
  for (const merged of mergedInto(node)) membersOf(merged, into, depth + 1);
  for (const [key, value] of node.entries) if (key.text !== "<<") into.set(key.text, value);
  return into;
}

function mergedInto(node: Node & { kind: "mapping" }): readonly Node[] {
  const merge = node.entries.find(([key]) => key.text === "<<")?.[1];
  if (!merge) return [];
  return merge.kind === "sequence" ? merge.items : [merge];
}

function plain(node: Node | undefined, budget: { left: number }): unknown {
  if (!node || --budget.left < 0) return null;
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map((item) => plain(item, budget));
  return Object.fromEntries([...membersOf(node)].map(([key, value]) => [key, plain(value, budget)]));
}
