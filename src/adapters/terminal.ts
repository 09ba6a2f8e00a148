import { accessSync, constants, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CliWorld } from "../model/world.js";
import { diskSnapshot, textOf } from "./disk.js";
import { commitId, gitSnapshot, mergeBase, repositoryAt } from "./git.js";

/** The real world of the command line. The clock is read once. */
export function terminal(): CliWorld {
  return {
    cwd: process.cwd().replaceAll("\\", "/"),
    snapshot: diskSnapshot,
    commit: gitSnapshot,
    commitId,
    mergeBase,
    repository: repositoryAt,
    stat,
    read,
    stdin,
    write,
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

const stat: CliWorld["stat"] = (path) => {
  try {
    if (!statSync(path).isDirectory()) return "file";
  } catch {
    return "missing"; // not there, below a file, or behind a folder that is not ours
  }
  return mayList(path) ? "folder" : "closed";
};

function mayList(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function stdin(): string | undefined {
  try {
    const content = textOf(readFileSync(0));
    return content.kind === "text" ? content.text : undefined;
  } catch {
    return undefined; // closed, or a terminal that gives nothing
  }
}

function write(path: string, text: string): string | undefined {
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // not there, or not ours to read
  }
}
