import type { CliWorld } from "../model/world.js";
import { UsageError } from "./options.js";

/** A folder and paths relative to it, with `/`. */
export interface Root {
  readonly root: string;
  readonly paths: readonly string[];
}

const clean = (path: string) => {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
};

export const absolute = (cwd: string, path: string) => clean(path.startsWith("/") ? path : `${cwd}/${path}`);

const parent = (path: string) => clean(`${path}/..`);

/** The working directory when it holds all paths; else the deepest folder that does. Throws UsageError for a path that is not there. */
export function rootOf(world: CliWorld, given: readonly string[]): Root {
  const full = given.map((path) => absolute(world.cwd, path));
  for (const [i, path] of full.entries()) if (world.stat(path) === "missing") throw new UsageError(`${given[i]}: no such file or folder`);
  const folders = full.map((path) => (world.stat(path) === "folder" ? path : parent(path)));
  let root = clean(world.cwd);
  if (!folders.every((folder) => contains(root, folder))) root = folders.reduce((a, b) => common(a, b));
  return { root, paths: full.map((path) => (path === root ? "." : path.slice(root === "/" ? 1 : root.length + 1))) };
}

const contains = (root: string, path: string) => root === "/" || path === root || path.startsWith(`${root}/`);

function common(a: string, b: string): string {
  let folder = a;
  while (!contains(folder, b)) folder = parent(folder);
  return folder;
}

const CONFIG_NAMES = [".traincost.yml", ".traincost.yaml", ".github/traincost.yml"];

/** `--config FILE`, else the first config found from the working directory upwards. */
export function findConfig(world: CliWorld, given: string | undefined): { text: string; file: string } | null {
  if (given !== undefined) {
    const text = world.read(absolute(world.cwd, given));
    if (text === undefined) throw new UsageError(`${given}: no such config file`);
    return { text, file: given };
  }
  for (let folder = clean(world.cwd), up = ""; ; folder = parent(folder), up += "../") {
    for (const name of CONFIG_NAMES) {
      const text = world.read(clean(`${folder}/${name}`));
      if (text !== undefined) return { text, file: up + name };
    }
    if (folder === "/") return null;
  }
}
