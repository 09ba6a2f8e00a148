import type { Snapshot } from "./snapshot.js";

/** What the command line may do to the outside: everything it needs is handed in, so a test hands in maps and arrays. */
export interface CliWorld {
  /** Files below a folder; `named` are looked at even where git ignores them. */
  snapshot(root: string, named: readonly string[]): Snapshot;
  /** The tree of a commit; undefined where git does not know it. */
  commit(root: string, ref: string): Snapshot | undefined;
  /** The commit that a name means; undefined where git does not know it. */
  commitId(root: string, ref: string): string | undefined;
  /** Where two histories part; undefined where they never met, or git cannot know. */
  mergeBase(root: string, a: string, b: string): string | undefined;
  /** The repository around a folder, by the top of its working tree; undefined outside one. */
  repository(folder: string): { readonly top: string; readonly bare: boolean } | undefined;
  readonly cwd: string;
  /** Absolute path → what stands there; `closed`: a folder that may not be listed. */
  stat(path: string): "file" | "folder" | "missing" | "closed";
  read(path: string): string | undefined;
  /** Undefined where there is none, or it is not text. */
  stdin(): string | undefined;
  /** Gives why it could not be written, in the system's words; undefined when it was. */
  write(path: string, text: string): string | undefined;
  /** Standard output: the report and nothing else. */
  print(text: string): void;
  /** Standard error. */
  note(text: string): void;
  /** Published schema of the given name. */
  schema(name: "config" | "manifest" | "report"): string;
  readonly color: boolean;
  readonly width: number;
  /** ISO date. */
  readonly today: string;
}
