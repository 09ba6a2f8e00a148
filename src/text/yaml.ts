import { YAMLException } from "js-yaml";
import { type Place, topOf } from "../model/place.js";
import type { DataDocument } from "./cursor.js";
import type { DataFile, Problem } from "./data.js";
import { placesIn } from "./places.js";
import { TEMPLATE, untemplated } from "./templates.js";
import { cursorOf, type Node } from "./tree.js";
import { parseTree } from "./yaml-events.js";
import { parseLeniently } from "./yaml-lenient.js";

/**
 * YAML and JSON (comments and trailing commas allowed, as DeepSpeed's hjson does), every value with its place.
 * Never throws: text that is not YAML gives no documents and one problem.
 */
export function readData(text: string, file: string, syntax: "yaml" | "json"): DataFile {
  const source = syntax === "json" ? blankJsonComments(text) : text;
  const place = placesIn(text, topOf(file));
  const toDocument = (root: Node | undefined, index: number): DataDocument => ({
    file,
    syntax,
    index,
    text,
    root: cursorOf(root, place),
  });
  try {
    const { roots, duplicates } = parseTree(source);
    const problems = duplicates.slice(0, 5).map(
      ({ key, offset }): Problem => ({
        rule: "input/syntax",
        message: `the key ${JSON.stringify(key.slice(0, 60))} stands twice`,
        readAs: "the last one counts",
        at: place(offset),
        help: "keep one of them",
      }),
    );
    return { documents: roots.map(toDocument), problems };
  } catch (error) {
    const again = reflowed(source, error);
    return again ? { documents: again.map(toDocument), problems: [] } : readLeniently(source, error, place, toDocument);
  }
}

/**
 * PyYAML lets a quoted text or a flow collection end left of where it began; the fast reader refuses it. There a line break is a blank:
 * with one written for the other every offset stays.
 */
function reflowed(source: string, error: unknown, tries = 60): readonly (Node | undefined)[] | undefined {
  if (tries === 0 || !(error instanceof YAMLException) || error.reason !== "deficient indentation") return undefined;
  const end = source.lastIndexOf("\n", (error.mark?.position ?? 0) - 1);
  const before = source.slice(source.lastIndexOf("\n", end - 1) + 1, Math.max(end, 0));
  if (end < 0 || before.includes("#")) return undefined;
  const joined = `${source.slice(0, end)} ${source.slice(end + 1)}`;
  try {
    return parseTree(joined).roots;
  } catch (next) {
    return reflowed(joined, next, tries - 1);
  }
}

function readLeniently(
  text: string,
  error: unknown,
  place: (offset: number) => Place,
  toDocument: (root: Node | undefined, index: number) => DataDocument,
): DataFile {
  const position = error instanceof YAMLException ? (error.mark?.position ?? 0) : 0;
  if (TEMPLATE.test(text)) return readTemplate(text, position, place, toDocument);
  const lenient = error instanceof YAMLException ? parseLeniently(text) : { roots: [], fault: { offset: position, message: "" } };
  if (!lenient.fault) return { documents: lenient.roots.map(toDocument), problems: [] };
  const problem: Problem = {
    rule: "input/syntax",
    message: `this is not valid YAML: ${reasonOf(error)}`,
    at: place(lenient.fault.offset || position),
    help: "mend the syntax; what could be read was used",
  };
  return { documents: lenient.roots.filter((root) => root?.kind === "mapping").map(toDocument), problems: [problem] };
}

/** What a Helm or Jinja template says whatever its values are. */
function readTemplate(
  text: string,
  position: number,
  place: (offset: number) => Place,
  toDocument: (root: Node | undefined, index: number) => DataDocument,
): DataFile {
  const { roots } = parseLeniently(untemplated(text));
  const problem: Problem = {
    rule: "input/template",
    message: "this file is a template; its values are only known after rendering",
    at: place(position),
    help: "render it and check the result; what does not depend on values was used",
  };
  return { documents: roots.filter((root) => root?.kind === "mapping").map(toDocument), problems: [problem] };
}

const reasonOf = (error: unknown) =>
  (error instanceof YAMLException ? error.reason : error instanceof Error ? error.message : "unreadable").slice(0, 120);

/** `//` and `/* *\/` comments outside strings become blanks, so every offset stays. `#` is YAML's own. */
function blankJsonComments(text: string): string {
  return text
    .replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (match) => (match.startsWith('"') ? match : match.replace(/[^\n]/g, " ")))
    .replaceAll("\t", " ");
}
