/** A state of the repository: the only thing the core knows of the outside. Paths are relative, with `/`. */
export interface Snapshot {
  /** Files; a folder that may not be listed stands there as itself, with `/` at its end. */
  paths(): readonly string[];
  read(path: string): FileContent;
}

export type FileContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "binary" | "missing" | "unreadable" }
  | { readonly kind: "too-large"; readonly bytes: number };

/** Largest file that is read: manifests of the corpus end at 72 KB. */
export const MAX_FILE_BYTES = 1_000_000;

/** A snapshot of texts in memory: standard input, tests, a git tree already read. */
export const snapshotOf = (files: Readonly<Record<string, string>>): Snapshot => ({
  paths: () => Object.keys(files),
  read: (path) => (Object.hasOwn(files, path) ? { kind: "text", text: files[path] as string } : { kind: "missing" }),
});
