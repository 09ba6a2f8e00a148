import type { Snapshot } from "./snapshot.js";

/** What the Action may do to the outside; everything it needs is handed in. */
export interface ActionWorld {
  input(name: string): string;
  output(name: string, value: string): void;
  summary(text: string): Promise<void>;
  /** Raw text for the log: workflow commands included. */
  print(text: string): void;
  warn(message: string): void;
  write(path: string, text: string): void;
  /** A folder for reports that outlive the step. */
  readonly scratch: string;
  readonly workspace: string;
  checkout(paths: readonly string[]): Snapshot;
  commit(ref: string): Snapshot | undefined;
  /** A file of a commit; undefined where git does not have it. */
  show(ref: string, path: string): string | undefined;
  hasCommit(ref: string): boolean;
  readonly event: ActionEvent;
  readonly comments: Comments | undefined;
  readonly today: string;
}

export interface ActionEvent {
  readonly name: string;
  readonly pull_request: { readonly number: number; readonly base: string; readonly head: string } | null;
  readonly before: string | null;
  readonly server: string;
  readonly repository: string;
  readonly sha: string;
  readonly run_id: number;
  readonly run_attempt: number;
}

export interface Comments {
  /** Creates or updates the comment that bears the marker and is ours; `existing` only updates. Gives its address. */
  put(marker: string, body: string, order: number, existing: boolean): Promise<string | undefined>;
  /** File of the base commit by the API, for checkouts without it; undefined where it is not there. */
  content(path: string, ref: string): Promise<string | undefined>;
}
