import type { Place } from "../model/place.js";

/** What a shell file says, read and never run. */
export interface Script {
  readonly file: string;
  readonly text: string;
  /** Commands in the order of the file, variables filled in where the file itself sets them; `bash -c "…"` strings are read too. */
  readonly commands: readonly Command[];
  /** `#SBATCH …`, `#PBS …` lines before the first command, split into words. */
  readonly directives: readonly Directive[];
  /** Files the script writes by heredoc (`cat <<EOF > cfg.yaml`), as text, for the reference that names them. */
  readonly written: ReadonlyMap<string, { readonly text: string; readonly at: Place }>;
  /** Where more would run than is followed: what comes after is not counted. */
  readonly cut: Place | undefined;
  /** A quote that nothing closes: what follows it is one word, and no command. */
  readonly unclosed: Place | undefined;
  /** Variables that were set before it began. */
  readonly given: ReadonlyMap<string, Word>;
  /** Arguments of the command that starts it; undefined where none is known. */
  readonly called: readonly Word[] | undefined;
  /** Variables as they stand at the end of the file. */
  readonly variables: ReadonlyMap<string, Word>;
}

export interface Word {
  readonly text: string;
  readonly at: Place;
  /** Names of variables nobody sets: the text then holds `${NAME}`. Empty = fully known. */
  readonly unknown: readonly string[];
  /** Set where the text came from a `${X:-default}` or a `$1` default: it holds unless somebody sets it outside. */
  readonly assumed?: true;
}

export interface Command {
  readonly at: Place;
  /** Program and arguments. */
  readonly argv: readonly Word[];
  /** `A=b cmd` and the variables exported before it. */
  readonly environment: ReadonlyMap<string, Word>;
  /** Folder that the shell went to before, as written, step by step (`a/../b`). Absent: the one that it began in. */
  readonly folder?: string;
  /** The branch of an `if` nobody can decide, of which only one runs: where that stands, and which of its branches it is. Absent: it stands in none. */
  readonly branch?: Branch;
}

export interface Branch {
  readonly of: string;
  readonly index: number;
}

export interface Directive {
  readonly kind: "SBATCH" | "PBS" | "BSUB";
  readonly words: readonly Word[];
  readonly at: Place;
}
