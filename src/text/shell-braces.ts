import type * as ast from "unbash";
import { MAX_TURNS } from "./shell-scope.js";

/** `{1..1000000}` is no list of jobs; one word more than a loop is followed for, so that it is seen to be cut. */
const MAX_BRACES = MAX_TURNS + 1;

/** `pre{a,b}` → the parts of `prea` and of `preb`. */
export function braceForms(word: ast.Word): readonly (readonly ast.WordPart[] | undefined)[] {
  const { parts } = word;
  const index = parts?.findIndex((part) => part.type === "BraceExpansion") ?? -1;
  const brace = parts?.[index];
  if (!parts || !brace) return [parts];
  return braceItems(brace.text).map((text) =>
    parts.map((part, at) => (at === index ? { type: "Literal", pos: brace.pos, end: brace.end, text, value: text } : part)),
  );
}

function braceItems(text: string): readonly string[] {
  const range = /^\{(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?\}$/.exec(text);
  if (!range) return /^\{[^{}$]*,[^{}$]*\}$/.test(text) ? text.slice(1, -1).split(",").slice(0, MAX_BRACES) : [text];
  const [from, to] = [Number(range[1]), Number(range[2])];
  const by = Math.max(1, Math.abs(Number(range[3] ?? 1)));
  const count = Math.min(MAX_BRACES, Math.floor(Math.abs(to - from) / by) + 1);
  return Array.from({ length: count }, (_, index) => String(from + (to < from ? -1 : 1) * index * by));
}
