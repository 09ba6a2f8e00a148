import type { Snapshot } from "./snapshot.js";

/** What the Action may do to the outside; everything it needs is handed in. */
export interface ActionWorld {
  input(name: string): string;
  output(name: string, value: string): void;
  summary(text: string): Promise<void>;
  /** Raw text for the log: workflow commands included. */
  print(text: string): void;
  warn(message: string): void;
  /** Writes below the workspace or `scratch`; false where a link leads elsewhere. */
  write(path: string, text: string): boolean;
  /** A file below the workspace or `scratch`; undefined where it is missing, too large or elsewhere. */
  read(path: string): string | undefined;
  /** A folder for reports that outlive the step. */
  readonly scratch: string;
  readonly workspace: string;
  checkout(paths: readonly string[]): Snapshot;
  readonly git: Git;
  readonly event: ActionEvent;
  /** What the API host knows; undefined without a token. */
  readonly remote: Remote | undefined;
  /** Comments of one pull request; undefined without a token. */
  comments(pull: number): Comments | undefined;
  /** Why a request failed, in words. */
  reason(error: unknown): string;
  readonly today: string;
}

/** The checkout's history. */
export interface Git {
  commit(ref: string): Snapshot | undefined;
  /** A file of a commit; undefined where git does not have it. */
  show(ref: string, path: string): string | undefined;
  /** The id of the commit that a name means; undefined where git does not have it. */
  id(ref: string): string | undefined;
  parents(ref: string): readonly string[];
  mergeBase(a: string, b: string): string | undefined;
}

export interface ActionEvent {
  readonly name: string;
  readonly pull_request: {
    readonly number: number;
    readonly base: string;
    readonly head: string;
    /** Names of its labels. */
    readonly labels: readonly string[];
  } | null;
  /** The run that a `workflow_run` follows. `branch`: `owner:name` of its head. */
  readonly workflow_run: {
    readonly head: string;
    readonly branch: string;
    readonly repository: string;
    readonly id: number;
    readonly attempt: number;
  } | null;
  readonly before: string | null;
  /** A push to a new branch has no commit before it: it grew from here. */
  readonly default_branch: string | null;
  readonly server: string;
  readonly repository: string;
  readonly sha: string;
  readonly run_id: number;
  readonly run_attempt: number;
}

export interface Comments {
  /** Creates or updates the comment that bears the marker and is ours; `existing` only updates, `short` stands in where the server takes less, `resolved` where the comment told a failure. Gives its address. */
  put(
    marker: string,
    body: string,
    options: { readonly short: string; readonly resolved?: string; readonly order: number; readonly existing: boolean },
  ): Promise<string | undefined>;
}

export type RemoteTree = { readonly snapshot: Snapshot } | { readonly why: string };

export interface Remote {
  /** One file of a commit; undefined where it is not there. `repository`: `owner/repo`, by default the event's. */
  content(path: string, ref: string, repository?: string): Promise<string | undefined>;
  /** A commit's files; only those `wanted` are read. */
  tree(ref: string, wanted: (path: string) => boolean): Promise<RemoteTree>;
  mergeBase(base: string, head: string): Promise<string | undefined>;
  /** The open pull request with this head commit. */
  pullOf(head: string, branch: string): Promise<number | undefined>;
}
