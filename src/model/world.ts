import type { Snapshot } from "./snapshot.js";

/** What the command line may do to the outside: everything it needs is handed in, so a test hands in maps and arrays. */
export interface CliWorld {
  /** Files below a folder; `named` are looked at even where git ignores them. */
  snapshot(root: string, named: readonly string[]): Snapshot;
  /** The tree of a commit; undefined where git does not know it. */
  commit(root: string, ref: string): Snapshot | undefined;
  readonly cwd: string;
  /** Absolute path → what stands there. */
  stat(path: string): "file" | "folder" | "missing";
  read(path: string): string | undefined;
  stdin(): string;
  write(path: string, text: string): void;
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
