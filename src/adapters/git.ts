import { spawnSync } from "node:child_process";
import { type FileContent, MAX_FILE_BYTES, type Snapshot } from "../model/snapshot.js";
import { textOf } from "./disk.js";
import { GIT_SETTINGS, gitEnvironment } from "./git-settings.js";

interface Blob {
  readonly id: string;
  readonly bytes: number;
}

/** Regular files: links lead elsewhere, and submodules are other repositories. */
const FILE_MODE = /^100/;
/** How many objects one `git cat-file` is asked for. */
const BATCH = 2000;
/** The tree of a commit, read from git's objects; undefined where git does not know the commit. No shell, no checkout. */
export function gitSnapshot(root: string, ref: string): Snapshot | undefined {
  const blobs = treeOf(root, ref);
  if (!blobs) return undefined;
  const texts = new Map<string, FileContent>();
  const paths = [...blobs.keys()];
  const places = new Map(paths.map((path, index) => [path, index]));
  const load = (path: string) => {
    const from = Math.floor((places.get(path) ?? 0) / BATCH) * BATCH;
    const batch = paths.slice(from, from + BATCH).filter((each) => (blobs.get(each)?.bytes ?? 0) <= MAX_FILE_BYTES);
    const read = readBlobs(
      root,
      batch.map((each) => blobs.get(each)?.id ?? ""),
    );
    for (const each of batch) texts.set(each, read.get(blobs.get(each)?.id ?? "") ?? { kind: "unreadable" });
  };
  return {
    paths: () => paths,
    read: (path) => {
      const blob = blobs.get(path);
      if (!blob) return { kind: "missing" };
      if (blob.bytes > MAX_FILE_BYTES) return { kind: "too-large", bytes: blob.bytes };
      if (!texts.has(path)) load(path);
      return texts.get(path) ?? { kind: "unreadable" };
    },
  };
}

/** One file of a commit; undefined where the commit or the file is not there. */
export function showFile(root: string, ref: string, path: string): string | undefined {
  return isRef(ref) ? git(root, ["cat-file", "blob", `${ref}:${path}`])?.toString("utf8") : undefined;
}

/** The commit that a name means; undefined where git does not know it. */
export function commitId(root: string, ref: string): string | undefined {
  return isRef(ref) ? lineOf(git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])) : undefined;
}

/** Parents as the commit itself names them: also in a shallow clone, where git pretends there are none. */
export function parentsOf(root: string, ref: string): readonly string[] {
  const text = isRef(ref) ? (git(root, ["cat-file", "commit", ref])?.toString("utf8") ?? "") : "";
  return [...(text.split("\n\n")[0] ?? "").matchAll(/^parent (\w+)$/gm)].map(([, id = ""]) => id);
}

/** Where two histories part; undefined where git cannot know. */
export function mergeBase(root: string, a: string, b: string): string | undefined {
  return isRef(a) && isRef(b) ? lineOf(git(root, ["merge-base", a, b])) : undefined;
}

/** The repository around a folder: the top of its working tree, or itself where it has none; undefined outside one. */
export function repositoryAt(folder: string): { readonly top: string; readonly bare: boolean } | undefined {
  if (git(folder, ["rev-parse", "--git-dir"]) === undefined) return undefined;
  const top = lineOf(git(folder, ["rev-parse", "--show-toplevel"]));
  return { top: top ?? folder, bare: top === undefined };
}

/** Names from outside never become options. */
const isRef = (ref: string) => ref !== "" && !ref.startsWith("-");
const lineOf = (out: Buffer | undefined) => out?.toString("utf8").replace(/\r?\n$/, "") || undefined;

function git(root: string, args: readonly string[], input?: string): Buffer | undefined {
  const { status, stdout } = spawnSync("git", [...GIT_SETTINGS, "-C", root, ...args], {
    input,
    env: gitEnvironment(),
    maxBuffer: 1 << 30,
    stdio: ["pipe", "pipe", "ignore"],
  });
  return status === 0 ? stdout : undefined;
}

function treeOf(root: string, ref: string): ReadonlyMap<string, Blob> | undefined {
  if (!isRef(ref)) return undefined;
  const out = git(root, ["ls-tree", "-r", "-z", "--long", "--full-tree", ref]);
  if (!out) return undefined;
  const blobs = new Map<string, Blob>();
  for (const line of out.toString("utf8").split("\0")) {
    const [, mode = "", id = "", bytes = "", path = ""] = /^(\d+) blob (\w+)\s+(\d+)\t(.*)$/s.exec(line) ?? [];
    if (FILE_MODE.test(mode)) blobs.set(path, { id, bytes: Number(bytes) });
  }
  return blobs;
}

/** `cat-file --batch` answers `<id> blob <size>\n<content>\n` or `<id> missing\n` for each, in the order asked. */
export function readBlobs(root: string, ids: readonly string[]): ReadonlyMap<string, FileContent> {
  const out = ids.length > 0 ? git(root, ["cat-file", "--batch"], `${ids.join("\n")}\n`) : undefined;
  const read = new Map<string, FileContent>();
  for (let offset = 0; out && offset < out.length; ) {
    const end = out.indexOf(10, offset);
    const [, id, size] = /^(\w+) blob (\d+)$/.exec(out.toString("utf8", offset, end)) ?? [];
    if (id !== undefined) read.set(id, textOf(out.subarray(end + 1, end + 1 + Number(size))));
    offset = id === undefined ? end + 1 : end + 1 + Number(size) + 1;
    if (end < 0) break;
  }
  return read;
}
