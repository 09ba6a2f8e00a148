import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CliWorld } from "../model/world.js";
import { diskSnapshot } from "./disk.js";
import { gitSnapshot } from "./git.js";

/** The real world of the command line. The clock is read once. */
export function terminal(): CliWorld {
  return {
    cwd: process.cwd().replaceAll("\\", "/"),
    snapshot: diskSnapshot,
    commit: (root, ref) => gitSnapshot(root, ref),
    stat,
    read,
    stdin: () => readFileSync(0, "utf8"),
    write: (path, text) => {
      mkdirSync(dirname(resolve(path)), { recursive: true });
      writeFileSync(path, text);
    },
    print: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(`${text}\n`),
    schema: (name) => readFileSync(resolve(packageRoot(), "schema", `${name}.schema.json`), "utf8"),
    color: process.stdout.isTTY === true && !process.env.NO_COLOR,
    width: process.stdout.columns ?? 120,
    today: new Date().toISOString().slice(0, 10),
  };
}

/** `dist/` lies beside `schema/`; compiled sources lie two folders deeper. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (stat(resolve(folder, "schema")) !== "folder" && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function stat(path: string): "file" | "folder" | "missing" {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "missing" : found.isDirectory() ? "folder" : "file";
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // not there, or not ours to read
  }
}
