import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type FileContent, MAX_FILE_BYTES, type Snapshot } from "../model/snapshot.js";

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
export function readConfined(home: string, path: string): FileContent {
  try {
    const real = realpathSync(resolve(home, path));
    if (real !== home && !real.startsWith(home + sep)) return { kind: "unreadable" };
    return readFile(real);
  } catch (error) {
    return { kind: (error as NodeJS.ErrnoException).code === "ENOENT" ? "missing" : "unreadable" };
  }
}

export function readFile(path: string): FileContent {
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES) return { kind: "too-large", bytes: size };
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
    const out = execFileSync("git", ["-C", home, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      encoding: "utf8",
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
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* walk(home, path);
    else if (entry.isFile() || (entry.isSymbolicLink() && lstatSync(path).isSymbolicLink() && isFile(path)))
      yield relative(home, path).split(sep).join("/");
  }
}

const isFile = (path: string) => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};
