import type { Call, Fragment } from "../model/job.js";
import type { Directives } from "../text/comments.js";
import { inFolder } from "../text/folder.js";
import type { Understood } from "./recognise.js";

/** Finds what a command names. Nothing outside the snapshot is ever looked at. */
export interface FileIndex {
  /** Fragments of the file that `path`, written in `from` of a command started in `folder`, means; undefined where no such file is known. */
  find(path: string, from: string, folder?: string): readonly Fragment[] | undefined;
  /** What that script says when it is called so. */
  called(path: string, from: string, call: Call, folder?: string): Understood | undefined;
  /** What that file says as the recipe of a training command, where it is no manifest of its own. */
  ifNamed(path: string, from: string, folder?: string): readonly Fragment[];
  directives(file: string): Directives;
}

/** How long a chain of files is followed: scripts that call scripts, recipes that start from recipes. A longer one names itself. */
export const MAX_CHAIN = 5;

/** Where a file may lie, and the template that it may be made of. */
export function places(path: string, from: string, folder?: string): readonly string[] {
  const plain = fromFolder(path, folder).flatMap((each) => candidates(each, from));
  return [...plain, ...plain.flatMap(unrendered)];
}

/**
 * Of an absolute folder (`/workspace/project/training`) the repository holds the end; nobody says where it begins. One that a variable begins (`$HOME/training`) lies
 * somewhere too. Last what the path says alone, for the folder may be one that only the machine has.
 */
function fromFolder(path: string, folder: string | undefined): readonly string[] {
  if (folder === undefined || inFolder(folder, path) === path) return [path];
  const parts = withoutHead(`${folder}/`)
    .split("/")
    .filter((part) => part !== "");
  const ends = folder.startsWith("/") ? parts.map((_, depth) => parts.slice(depth)) : [parts];
  return [...ends.map((end) => [...end, path].join("/")), path];
}

/** `envsubst < sft.yaml.tpl > sft.yaml`: where the file is not there, the template it is made of says the most of it. */
const unrendered = (path: string) => [".tpl", ".tmpl", ".template", ".j2", ".in"].map((ending) => path + ending);

/** Hydra leaves the ending out: `defaults: [base]`. */
export const withEnding = (path: string): string => (/\.(ya?ml|json|toml)$/.test(path) ? path : `${path}.yaml`);

/** Scripts that call scripts in loops end: after so many, a script says what it says by itself. */
const MAX_CALLS = 500;

const NONE: Directives = { ignore: false, facts: {}, labels: {} };

/** An index over what was read; a file that a script writes itself comes before one of the repository. */
export function indexFiles(files: readonly Understood[]): FileIndex {
  const byPath = new Map(files.map((file) => [file.file, file]));
  const fileOf = (path: string, from: string, folder?: string) => {
    const file = places(path, from, folder).find((each) => byPath.has(each));
    return file === undefined ? undefined : byPath.get(file);
  };
  const find = (path: string, from: string, folder?: string) => {
    const written = byPath.get(from)?.fragments.filter((fragment) => fragment.writtenAs === path) ?? [];
    if (written.length > 0) return written;
    return fileOf(path, from, folder)?.fragments.filter((fragment) => fragment.writtenAs === undefined);
  };
  const ifNamed = (path: string, from: string, folder?: string) => fileOf(path, from, folder)?.ifNamed?.() ?? [];
  let left = MAX_CALLS;
  const called = (path: string, from: string, call: Call, folder?: string) => {
    const file = fileOf(path, from, folder);
    if (!file?.called || file.file === from || left === 0) return undefined;
    left -= 1;
    return file.called(call);
  };
  return { find, called, ifNamed, directives: (file) => byPath.get(file)?.directives ?? NONE };
}

/**
 * A command mostly runs in a folder nobody writes down: usually the repository's root or the manifest's own, sometimes one between. The nearest folder above the manifest wins. An absolute path of a container is tried by its tail, for the image often holds one folder of the repository.
 * Variables at its head stand for such a folder: `bash $ROOT/scripts/train.sh`, `/scratch/$USER/configs/sft.json`.
 */
export function candidates(written: string, from: string): readonly string[] {
  const path = withoutHead(written);
  const folders = from.split("/").slice(0, -1);
  const clean = normalise(path);
  const below = (end: string) => folders.map((_, depth) => [...folders.slice(0, folders.length - depth), end].join("/"));
  const above = below(clean ?? path);
  if (clean === undefined) return above.flatMap((candidate) => normalise(candidate) ?? []);
  const tails =
    path.startsWith("/") || path !== written
      ? clean
          .split("/")
          .slice(1, -1)
          .map((_, depth) =>
            clean
              .split("/")
              .slice(depth + 1)
              .join("/"),
          )
      : [];
  return [...above.map((candidate) => normalise(candidate) ?? candidate), clean, ...tails.flatMap((tail) => [...below(tail), tail])];
}

const withoutHead = (path: string) =>
  path.replace(/^(~|\$\{?\w+\}?|\$\([^()]*\))\/+(?=[^$]+$)/, "").replace(/^[/$].*\$\{?[A-Za-z_]\w*\}?[^$/]*\/+(?=([^$/]+\/)+[^$/]+$)/, "");

/** `./a/../b` → `b`; a path that leaves the repository is nobody's. */
function normalise(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.replace(/^\/+/, "").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length === 0) return undefined;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts.length > 0 ? parts.join("/") : undefined;
}
