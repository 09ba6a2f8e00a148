import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import { topOf } from "../model/place.js";
import type { DataFile } from "./data.js";
import { placesIn } from "./places.js";
import { cursorOf, type Node, type Scalar } from "./tree.js";

/** A table while it is being filled; `[a.b]` may come back to one later. */
type Table = { readonly kind: "mapping"; readonly start: number; readonly entries: [Scalar, Open][] };
type List = { readonly kind: "sequence"; readonly start: number; readonly items: Open[] };
type Open = Table | List | Scalar;

/** TOML 1.0, every value with its place. Never throws: text that is not TOML gives no document and one problem. */
export function readToml(text: string, file: string): DataFile {
  const place = placesIn(text, topOf(file));
  try {
    const root = tableOf(parseTOML(text).body[0].body, 0);
    return { documents: [{ file, syntax: "toml", index: 0, text, root: cursorOf(root as Node, place) }], problems: [] };
  } catch (error) {
    const [offset, reason] = error instanceof ParseError ? [error.index, error.message] : [0, "unreadable"];
    return {
      documents: [],
      problems: [
        { rule: "input/syntax", message: `this is not valid TOML: ${reason.slice(0, 120)}`, at: place(offset), help: "mend the syntax" },
      ],
    };
  }
}

function tableOf(body: readonly (AST.TOMLKeyValue | AST.TOMLTable)[], start: number): Table {
  const root: Table = { kind: "mapping", start, entries: [] };
  for (const each of body) {
    if (each.type === "TOMLKeyValue") put(root, each);
    else {
      const table = descend(root, each.resolvedKey, each.range[0]);
      for (const pair of each.body) put(table, pair);
    }
  }
  return root;
}

function put(table: Table, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map(nameOf);
  const parent = descend(table, names.slice(0, -1), key.range[0]);
  parent.entries.push([keyOf(names.at(-1) ?? "", key.range[0]), contentOf(value)]);
}

const nameOf = (key: AST.TOMLBare | AST.TOMLQuoted) => (key.type === "TOMLBare" ? key.name : key.value);
const keyOf = (name: string, start: number): Scalar => ({ kind: "scalar", start, text: name, value: name });

/** The table at a path, made on the way. A number in the path is the place in an array of tables. */
function descend(table: Table, path: readonly (string | number)[], start: number): Table {
  let here: Open = table;
  for (const [index, step] of path.entries()) {
    const make = (): Open =>
      typeof path[index + 1] === "number" ? { kind: "sequence", start, items: [] } : { kind: "mapping", start, entries: [] };
    here = typeof step === "number" ? itemAt(here, step, make) : memberAt(here, step, start, make);
  }
  return here.kind === "mapping" ? here : { kind: "mapping", start, entries: [] };
}

function memberAt(here: Open, name: string, start: number, make: () => Open): Open {
  if (here.kind !== "mapping") return make();
  const found = here.entries.find(([key]) => key.text === name)?.[1];
  if (found) return found;
  const made = make();
  here.entries.push([keyOf(name, start), made]);
  return made;
}

function itemAt(here: Open, index: number, make: () => Open): Open {
  if (here.kind !== "sequence") return make();
  here.items[index] ??= make();
  return here.items[index] ?? make();
}

function contentOf(node: AST.TOMLContentNode): Open {
  const start = node.range[0];
  if (node.type === "TOMLArray") return { kind: "sequence", start, items: node.elements.map(contentOf) };
  if (node.type === "TOMLInlineTable") return tableOf(node.body, start);
  const value =
    node.kind === "string" || node.kind === "boolean" || node.kind === "integer" || node.kind === "float" ? node.value : node.datetime;
  return { kind: "scalar", start, text: String(value), value };
}
