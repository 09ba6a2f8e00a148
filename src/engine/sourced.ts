import { topOf } from "../model/place.js";
import type { Snapshot } from "../model/snapshot.js";
import type { Word } from "../text/script.js";
import { readScript } from "../text/shell.js";
import type { Candidate } from "./discover.js";
import { candidates } from "./files.js";

/** A script that sources one that sources a third is read along; a longer chain is not. */
const MAX_DEPTH = 3;

const SOURCES = /^[ \t]*(?:source|\.)[ \t]+(\S.*)$/gm;

/** What the scripts of the same repository set that this one sources: `source "$(dirname "$0")/env.sh"`. What it sets itself comes after, and holds. */
export function sourcedBy({ file, text }: Candidate, snapshot: Snapshot, depth = MAX_DEPTH): ReadonlyMap<string, Word> {
  const variables = new Map<string, Word>();
  if (depth === 0) return variables;
  for (const [, argument = ""] of text.matchAll(SOURCES)) {
    const inner = scriptAt(pathIn(argument), file, snapshot);
    if (!inner || inner.file === file) continue;
    const given = sourcedBy(inner, snapshot, depth - 1);
    const script = readScript(inner.text, topOf(inner.file), given);
    for (const [name, word] of script.variables) if (word.unknown.length === 0 && !POSITIONAL.test(name)) variables.set(name, word);
  }
  return variables;
}

/** Names of the script itself. */
const POSITIONAL = /^(0|BASH_SOURCE)$/;

/** The path without the folder that only the shell can tell. */
const pathIn = (argument: string): string =>
  argument
    .replace(/["']/g, "")
    .replace(/^.*[)}]\//, "")
    .replace(/[\s;&|#].*$/, "");

function scriptAt(path: string, from: string, snapshot: Snapshot): Candidate | undefined {
  if (!/^[\w./$-]+$/.test(path)) return undefined;
  for (const file of candidates(path, from)) {
    const content = snapshot.read(file);
    if (content.kind === "text") return { file, syntax: "script", text: content.text };
  }
  return undefined;
}
