import type { Diagnostic } from "./diagnostic.js";
import type { FactName, KnownFacts } from "./facts.js";
import type { Known } from "./known.js";
import type { Place } from "./place.js";

/** Names of the contract, section 6. */
export type Role = "recipe" | "launch" | "deepspeed" | "accelerate" | "directive" | "config";

/** A word that a command hands to the script it starts. */
export interface Argument {
  readonly text: string;
  readonly at: Place;
  /** Names of variables nobody sets. */
  readonly unknown: readonly string[];
  readonly assumed?: true;
}

/** What a script is started with. */
export interface Call {
  readonly words: readonly Argument[];
  readonly environment: ReadonlyMap<string, Argument>;
}

/** A file that a manifest names. `flags` are facts the same command line adds; they beat what the named file says. */
export interface Reference {
  readonly path: Known<string>;
  /** `recipe`: what trains; `companion`: how it is sharded (DeepSpeed, accelerate). */
  readonly as: "recipe" | "companion";
  /** A script says what it says when it is called so. */
  readonly called?: Call;
  /** It may lie in what the trainer ships: that it is not here is no news. */
  readonly shipped?: true;
  /** Folder that the command is started in, as written (`cd DIR`, `workdir: DIR`). Absent: nobody says. */
  readonly startedIn?: string;
}

/** One training command of a launch file: what its flags say, and the files it names. */
export interface Run {
  readonly at: Place;
  readonly facts: KnownFacts;
  readonly uses: readonly Reference[];
  readonly name?: string;
  /**
   * The script it names decides whether it is a job: `bash /workspace/entrypoint.sh`; where that script is not in the repository, `srun launch.sh` is one,
   * and `bash train.sh` only where a scheduler's file starts it.
   */
  readonly wraps?: "if it trains" | "unless it does not" | "by its name";
  /** Facts that a companion beats: `CUDA_VISIBLE_DEVICES` bounds the processes that an accelerate file counts. */
  readonly yields?: readonly FactName[];
  /** Facts whose flag has a value that is only known when it runs: what a companion says of them holds where the launch file is silent too. */
  readonly open?: readonly FactName[];
}

/**
 * What one manifest (one document of it) says about one job.
 * A launch has `runs`, each becoming a job with the recipe it names; a recipe or companion has only `facts` and `uses`.
 */
export interface Fragment {
  readonly format: string;
  readonly role: "recipe" | "launch" | "companion";
  readonly at: Place;
  readonly name?: string;
  readonly facts: KnownFacts;
  readonly uses: readonly Reference[];
  readonly runs?: readonly Run[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly diagnostics?: readonly Diagnostic[];
  /** A job only where another file names it: a component, a piece of a recipe. */
  readonly isPart?: true;
  /** Files whose facts hold where this one is silent; of several the last beats. */
  readonly startsFrom?: readonly Known<string>[];
  /** What stands at its root as plain values: where a file it starts from says `${name}`, this file's value of that name holds. */
  readonly plain?: ReadonlyMap<string, Known<unknown>>;
  /** Those that were found, strongest first. */
  readonly inherits?: readonly Fragment[];
  /** The name by which jobs build on it: a TrainingRuntime. */
  readonly offers?: string;
  /** The name of what it builds on: `runtimeRef`. */
  readonly buildsOn?: string;
  /** It says something only where a training command of nobody's framework names it. */
  readonly inOwnWords?: true;
  /** Set on what a script writes by heredoc: the path it is written to, for the command that names it. */
  readonly writtenAs?: string;
}

export interface Source {
  readonly file: string;
  readonly format: string;
  readonly role: Role;
  /** By CODEOWNERS; absent where no line of it matches. */
  readonly owners?: readonly string[];
}

/** What all the manifests of one job say together. `id` is stable: `path#name`. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly at: Place;
  readonly sources: readonly Source[];
  readonly facts: KnownFacts;
  readonly labels: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}
