import { execFileSync } from "node:child_process";
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type FileContent, MAX_FILE_BYTES, type Snapshot } from "../model/snapshot.js";
import { GIT_SETTINGS, gitEnvironment } from "./git-settings.js";

/**
 * The working tree below `root`: what git knows or would add, else everything on the disk.
 * A link that leads out of `root` is not followed, whatever a pull request put there.
 */
export function diskSnapshot(root: string, named: readonly string[] = ["."]): Snapshot {
  const home = realpathSync(root);
  return { paths: () => pathsBelow(home, named), read: (path) => readConfined(home, path) };
}

/** A path that was named is looked at even where git ignores it. */
function pathsBelow(home: string, named: readonly string[]): readonly string[] {
  const known = gitPaths(home);
  if (known === undefined) return [...new Set(named.flatMap((path) => onDisk(home, path)))];
  const unknown = named.filter((path) => path !== "." && !known.some((file) => file === path || file.startsWith(`${path}/`)));
  return [...new Set([...known, ...unknown.flatMap((path) => onDisk(home, path))])];
}

const onDisk = (home: string, path: string): readonly string[] => {
  const full = join(home, path);
  return statSync(full, { throwIfNoEntry: false })?.isDirectory() ? [...walk(home, full)] : [path];
};

/** One file as text, with the limits every file has. Throws nothing. */
function readConfined(home: string, path: string): FileContent {
  try {
    const real = realpathSync(resolve(home, path));
    return isBelow(home, real) && !isGitsOwn(home, real) ? readFile(real) : { kind: "unreadable" };
  } catch (error) {
    return { kind: (error as NodeJS.ErrnoException).code === "ENOENT" ? "missing" : "unreadable" };
  }
}

export const isBelow = (root: string, path: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

/** `.git/config` may hold a token: a link to it is no manifest. */
const isGitsOwn = (home: string, real: string) => relative(home, real).split(sep).includes(".git");

/** Where a path really leads; undefined where nowhere. */
export function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Regular files only: a pipe or a device would never end. */
export function readFile(path: string, limit = MAX_FILE_BYTES): FileContent {
  try {
    const found = statSync(path);
    if (!found.isFile()) return { kind: "unreadable" };
    const { size } = found;
    if (size > limit) return { kind: "too-large", bytes: size };
    return textOf(readFileSync(path));
  } catch (error) {
    return { kind: (error as NodeJS.ErrnoException).code === "ENOENT" ? "missing" : "unreadable" };
  }
}

/** A NUL byte makes a file binary, as git has it; UTF-16 with its mark is decoded. */
export function textOf(bytes: Buffer): FileContent {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { kind: "text", text: bytes.toString("utf16le") };
  return bytes.includes(0) ? { kind: "binary" } : { kind: "text", text: bytes.toString("utf8") };
}

function gitPaths(home: string): readonly string[] | undefined {
  try {
    const out = execFileSync("git", [...GIT_SETTINGS, "-C", home, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      encoding: "utf8",
      env: gitEnvironment(),
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return out === "" ? undefined : [...new Set(out.split("\0").filter(Boolean))];
  } catch {
    return undefined; // not a repository, or no git: the disk decides
  }
}

const SKIPPED = new Set([".git", "node_modules", ".venv", "venv", "__pycache__"]);

function* walk(home: string, folder: string): Generator<string> {
  const entries = entriesOf(folder);
  if (!entries) yield `${pathFrom(home, folder)}/`;
  for (const entry of entries ?? []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* walk(home, path);
    else if (entry.isFile() || (entry.isSymbolicLink() && isFile(path))) yield pathFrom(home, path);
  }
}

const pathFrom = (home: string, path: string) => relative(home, path).split(sep).join("/");

function entriesOf(folder: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined; // not ours to list
  }
}

const isFile = (path: string) => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};
