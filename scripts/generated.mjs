// What every generator shares: write, or with --check only compare.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Writes the files that differ; with `check` writes nothing. Returns the paths that were (or are) stale. */
export function writeAll(files, check) {
  const stale = Object.entries(files).filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text);
  for (const [path, text] of check ? [] : stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return stale.map(([path]) => path);
}

export const isMain = (url) => process.argv[1] === fileURLToPath(url);
