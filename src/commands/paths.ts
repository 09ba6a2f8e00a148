import { CONFIG_NAMES } from "../config/config.js";
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

/** A path seen from `cwd`, seen from `root`. */
export const inside = (root: string, cwd: string, path: string) => {
  const full = absolute(cwd, path);
  return full.startsWith(`${root}/`) ? full.slice(root.length + 1) : path;
};

const parent = (path: string) => clean(`${path}/..`);

/** `home` when it holds all paths; else the deepest folder that does. Throws UsageError for a path that is not there. */
export function rootOf(world: CliWorld, given: readonly string[], home: string): Root {
  const full = given.map((path) => absolute(world.cwd, path));
  for (const [i, path] of full.entries()) {
    const found = world.stat(path);
    if (found === "missing") throw new UsageError(`${given[i]}: no such file or folder`);
    if (found === "closed") throw new UsageError(`${given[i]}: this folder may not be listed; check its permissions`);
  }
  const folders = full.map((path) => (world.stat(path) === "folder" ? path : parent(path)));
  let root = home;
  if (!folders.every((folder) => contains(root, folder))) root = folders.reduce((a, b) => common(a, b));
  return { root, paths: full.map((path) => (path === root ? "." : path.slice(root === "/" ? 1 : root.length + 1))) };
}

const contains = (root: string, path: string) => root === "/" || path === root || path.startsWith(`${root}/`);

function common(a: string, b: string): string {
  let folder = a;
  while (!contains(folder, b)) folder = parent(folder);
  return folder;
}

export interface FoundConfig {
  readonly text: string;
  /** Seen from `folder`. */
  readonly file: string;
  readonly folder: string;
}

/** `--config FILE`, else the first config found from the working directory upwards. */
export function findConfig(world: CliWorld, given: string | undefined): FoundConfig | null {
  const cwd = clean(world.cwd);
  if (given !== undefined) {
    const text = world.read(absolute(cwd, given));
    if (text === undefined) throw unreadable(given, absolute(cwd, given), world);
    return { text, file: given, folder: cwd };
  }
  for (let folder = cwd; ; folder = parent(folder)) {
    for (const file of CONFIG_NAMES) {
      const path = clean(`${folder}/${file}`);
      const text = world.read(path);
      if (text !== undefined) return { text, file, folder };
      if (world.stat(path) === "file") throw unreadable(path, path, world);
    }
    if (folder === "/") return null;
  }
}

/** A config that is there and says nothing is no config: the gate must not stand open for it. */
const unreadable = (given: string, path: string, world: CliWorld) =>
  new UsageError(
    `${given}: ${world.stat(path) === "missing" ? "no such config file" : "this config cannot be read; check its permissions"}`,
  );

/** Paths are seen from where the config stands, whose globs mean that folder; without one, from the working directory. */
export const homeOf = (world: CliWorld, given: string | undefined): string => findConfig(world, given)?.folder ?? clean(world.cwd);
