import { type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Node as YamlNode } from "yaml";
import type { Node, Scalar } from "./tree.js";

/** The lenient reader, for what the fast one refuses: returns what can be used and where the first fault is. Never throws on bad text. */
const LIMITS = { nodes: 50_000, bytes: 300_000 };

export function parseLeniently(text: string): {
  readonly roots: readonly (Node | undefined)[];
  readonly fault: { message: string; offset: number } | null;
} {
  if (text.length > LIMITS.bytes) return { roots: [], fault: { message: "the file is too large for the lenient reader", offset: 0 } };
  try {
    const documents = [...parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent", prettyErrors: false, merge: true })];
    const first = documents.flatMap((document) => document.errors)[0];
    const roots = documents.map((document) => toTree(document.contents, { document, left: LIMITS.nodes }, 0));
    return { roots, fault: first ? { message: first.message, offset: first.pos[0] } : null };
  } catch (error) {
    return { roots: [], fault: { message: error instanceof Error ? error.message : "not YAML", offset: 0 } };
  }
}

interface Walk {
  readonly document: Document.Parsed;
  left: number;
}

function toTree(node: unknown, walk: Walk, depth: number): Node | undefined {
  if (--walk.left < 0 || depth > 100) return undefined;
  if (isAlias(node)) return toTree(node.resolve(walk.document), walk, depth + 1);
  const start = (node as YamlNode | null)?.range?.[0] ?? 0;
  if (isMap(node)) {
    const entries = node.items.map((pair): readonly [Scalar, Node] => [
      scalarOf(pair.key, start),
      toTree(pair.value, walk, depth + 1) ?? { kind: "scalar", start: scalarOf(pair.key, start).start, text: "", value: null },
    ]);
    return { kind: "mapping", start: entries[0]?.[0].start ?? start, entries };
  }
  if (isSeq(node))
    return {
      kind: "sequence",
      start,
      items: node.items.map((item) => toTree(item, walk, depth + 1)).filter((item) => item !== undefined),
    };
  return isScalar(node) ? scalarOf(node, start) : undefined;
}

function scalarOf(node: unknown, start: number): Scalar {
  if (!isScalar(node)) return { kind: "scalar", start, text: "?", value: "?" };
  const text = typeof node.value === "string" ? node.value : (node.source ?? String(node.value ?? ""));
  return { kind: "scalar", start: node.range?.[0] ?? start, text, value: node.value };
}
