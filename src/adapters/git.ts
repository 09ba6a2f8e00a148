import { spawnSync } from "node:child_process";
import { type FileContent, MAX_FILE_BYTES, type Snapshot } from "../model/snapshot.js";
import { textOf } from "./disk.js";

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
  const load = (path: string) => {
    const paths = [...blobs.keys()];
    const from = Math.floor(paths.indexOf(path) / BATCH) * BATCH;
    for (const [each, content] of readBlobs(root, blobs, paths.slice(from, from + BATCH))) texts.set(each, content);
  };
  return {
    paths: () => [...blobs.keys()],
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
  if (!isRef(ref)) return undefined;
  const out = git(root, ["show", `${ref}:${path}`]);
  return out?.toString("utf8");
}

export const hasCommit = (root: string, ref: string): boolean =>
  isRef(ref) && git(root, ["cat-file", "-e", `${ref}^{commit}`]) !== undefined;

/** Names from outside never become options. */
const isRef = (ref: string) => ref !== "" && !ref.startsWith("-");

function git(root: string, args: readonly string[], input?: string): Buffer | undefined {
  const { status, stdout } = spawnSync("git", ["-C", root, ...args], { input, maxBuffer: 1 << 30, stdio: ["pipe", "pipe", "ignore"] });
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

/** `cat-file --batch` answers `<id> blob <size>\n<content>\n` for each, in the order asked. */
function readBlobs(root: string, blobs: ReadonlyMap<string, Blob>, paths: readonly string[]): ReadonlyMap<string, FileContent> {
  const wanted = paths.filter((path) => (blobs.get(path)?.bytes ?? 0) <= MAX_FILE_BYTES);
  const out = git(root, ["cat-file", "--batch"], `${wanted.map((path) => blobs.get(path)?.id).join("\n")}\n`);
  const read = new Map<string, FileContent>();
  let offset = 0;
  for (const path of out ? wanted : []) {
    const end = out?.indexOf(10, offset) ?? -1;
    const size = blobs.get(path)?.bytes ?? 0;
    if (!out || end < 0) break;
    read.set(path, textOf(out.subarray(end + 1, end + 1 + size)));
    offset = end + 1 + size + 1;
  }
  return read;
}
