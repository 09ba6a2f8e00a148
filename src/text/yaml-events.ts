import { CORE_SCHEMA, EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from "js-yaml";
import type { Node, Scalar } from "./tree.js";

const LIMITS = { depth: 100, nodes: 200_000, aliases: 1_000 };

/** A node that is being filled; `anchor` is its name once it is whole, for an alias within itself is nobody's. */
type Open =
  | { readonly kind: "document"; root?: Node }
  | { readonly kind: "sequence"; readonly node: Node; readonly items: Node[]; readonly anchor: string | undefined }
  | {
      readonly kind: "mapping";
      readonly node: Node;
      readonly entries: [Scalar, Node][];
      readonly anchor: string | undefined;
      /** Names so far, and the key whose value comes next. */
      readonly names: Set<string>;
      key: Scalar | null;
    };

export interface Duplicate {
  readonly key: string;
  readonly offset: number;
}

interface Build {
  readonly text: string;
  readonly roots: (Node | undefined)[];
  readonly duplicates: Duplicate[];
  readonly stack: Open[];
  /** Of the document that is read. */
  readonly anchors: Map<string, Node>;
  aliases: number;
}

/**
 * The fast reader: js-yaml's event stream into located trees, one a document, and the keys that stand twice. Measured on 982 real files at seven times the speed of `yaml`
 * (docs/architecture.md); stricter about indentation, so what it refuses is given to the lenient reader.
 * Throws `YAMLException` on text that is not YAML, and on too many nodes or aliases.
 */
export function parseTree(text: string): Pick<Build, "roots" | "duplicates"> {
  const build: Build = { text, roots: [], duplicates: [], stack: [], anchors: new Map(), aliases: 0 };
  let nodes = 0;
  for (const event of parseEvents(text, { maxDepth: LIMITS.depth })) {
    if (++nodes > LIMITS.nodes) throw new RangeError("too many nodes");
    take(event, build);
  }
  return build;
}

function take(event: Event, build: Build): void {
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      build.anchors.clear();
      build.stack.push({ kind: "document" });
      return;
    case EVENT_ID.POP:
      close(build);
      return;
    case EVENT_ID.ALIAS:
      put(aliased(event, build), build);
      return;
    case EVENT_ID.SEQUENCE: {
      const items: Node[] = [];
      open({ kind: "sequence", node: { kind: "sequence", start: event.start, items }, items, anchor: anchorOf(event, build) }, build);
      return;
    }
    case EVENT_ID.MAPPING: {
      const entries: [Scalar, Node][] = [];
      const node: Node = { kind: "mapping", start: event.start, entries };
      open({ kind: "mapping", node, entries, anchor: anchorOf(event, build), names: new Set(), key: null }, build);
      return;
    }
    default: {
      const node = scalar(event, build);
      name(anchorOf(event, build), node, build);
      put(node, build);
    }
  }
}

function open(frame: Exclude<Open, { kind: "document" }>, build: Build): void {
  put(frame.node, build);
  build.stack.push(frame);
}

function close(build: Build): void {
  const closed = build.stack.pop();
  if (closed?.kind === "document") build.roots.push(closed.root);
  else if (closed) name(closed.anchor, closed.node, build);
}

/** A node goes where the innermost open one has room for it. */
function put(node: Node, { stack, duplicates }: Build): void {
  const parent = stack.at(-1);
  if (parent?.kind === "document") parent.root = node;
  else if (parent?.kind === "sequence") parent.items.push(node);
  else if (parent?.kind !== "mapping") return;
  else if (!parent.key) parent.key = node.kind === "scalar" ? node : { kind: "scalar", start: node.start, text: "?", value: "?" };
  else {
    const { text: key, start: offset } = parent.key;
    if (parent.names.has(key)) duplicates.push({ key, offset });
    parent.names.add(key);
    parent.entries.push([parent.key, node]);
    parent.key = null;
  }
}

/** What an alias stands for; null where nothing has its name. */
function aliased({ anchorStart, anchorEnd }: Anchored, build: Build): Node {
  if (++build.aliases > LIMITS.aliases) throw new RangeError("too many aliases");
  return build.anchors.get(build.text.slice(anchorStart, anchorEnd)) ?? { kind: "scalar", start: anchorStart, text: "", value: null };
}

type Anchored = { readonly anchorStart: number; readonly anchorEnd: number };

const anchorOf = ({ anchorStart, anchorEnd }: Anchored, { text }: Build): string | undefined =>
  anchorStart < 0 ? undefined : text.slice(anchorStart, anchorEnd);

function name(anchor: string | undefined, node: Node, { anchors }: Build): void {
  if (anchor !== undefined) anchors.set(anchor, node);
}

function scalar(event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>, { text }: Build): Scalar {
  const raw = getScalarValue(text, event);
  const isPlain = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
  return {
    kind: "scalar",
    start: Math.max(0, event.valueStart),
    text: raw,
    value: isPlain ? CORE_SCHEMA.resolveImplicitScalarTag(raw).value : raw,
  };
}
