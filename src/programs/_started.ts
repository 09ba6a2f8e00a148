import { collector } from "../model/diagnostic.js";
import type { KnownFacts } from "../model/facts.js";
import type { Reference, Run } from "../model/job.js";
import { declared } from "../model/known.js";
import { inFolder } from "../text/folder.js";
import type { Command, Word } from "../text/script.js";
import { namesOther, namesTraining, saysTraining } from "./_names.js";
import { baseName, peel } from "./_peel.js";
import { type Target, targetOf } from "./_target.js";

/** `bash train.sh`, `sbatch x.sh`, `./finetune.sh`: what that script says. */
export function scriptRun(target: Target, command: Command, step: boolean, facts: KnownFacts, uses: readonly Reference[]): Run | undefined {
  const path = scriptIn(target);
  if (!path || !trainsByName(nameOf(path), step)) return undefined;
  const run: Run = { at: command.at, facts, uses: [...uses, started(path, command)] };
  return saysTraining(nameOf(path)) ? run : { ...run, wraps: "unless it does not" };
}

/** `[ -z "$SLURM_JOB_ID" ] && sbatch "$0"`: what it then does stands below. */
export const startsItself = (words: readonly Word[], { at }: Command): boolean =>
  words.slice(0, 2).some(({ text }) => text.replace(/^\.\//, "") === at.file);

/** The script, with the folder that the command gives it, and what it is called with. */
function started(path: string, { argv, environment, at }: Command): Reference {
  const index = argv.findIndex(({ text }) => text === path || text.endsWith(`/${path}`));
  const words = argv.slice(index + 1);
  // What is sourced is read along with its caller's own variables.
  const isSourced = /^(source|\.)$/.test(argv[index - 1]?.text ?? "");
  const called = words.length + environment.size > 0 && !isSourced ? { called: { words, environment } } : {};
  return { path: declared(argv[index]?.text ?? path, at), as: "recipe", ...called };
}

const SCRIPT = /\.(sh|sbatch|slurm|pbs|lsf|bsub)$/;

/** A shell script that says no more than which others it starts: what nobody can read of those is no job. */
export const onlyNames = (run: Run): Run =>
  !run.wraps && Object.keys(run.facts).length === 0 && run.uses.some(({ path }) => SCRIPT.test(path.value))
    ? { ...run, wraps: "by its name" }
    : run;

/** The same run from `folder`: what it names lies there. */
export function startedIn<R extends Run | undefined>(folder: string | undefined, run: R): R {
  if (!run || folder === undefined) return run;
  return { ...run, uses: run.uses.map((use) => ({ ...use, startedIn: inFolder(folder, use.startedIn ?? ".") })) };
}

/** The shell script that a command starts. */
function scriptIn(target: Target): string | undefined {
  const words = [...target.text.split(" "), ...target.rest.map(({ text }) => text)];
  const isShell = /^(ba|z)?sh$|^sbatch$|^source$|^\.$/.test(words[0] ?? "");
  const path = words.slice(isShell ? 1 : 0).find((word) => !word.startsWith("-"));
  return path && SCRIPT.test(path) && (isShell || words[0] === path) ? path : undefined;
}

/** `srun launch.sh train.py --lr 1e-4`: the script hands the Python program on (`python -u "$@"`), with what it is given. */
export function handedOn(words: readonly Word[]): { readonly script: Word; readonly rest: readonly Word[] } | undefined {
  const at = words.findIndex(({ text }) => SCRIPT.test(text));
  const [script, next] = words.slice(Math.max(at, 0));
  const starts = at === 0 || (at === 1 && /^(ba|z)?sh$|^sbatch$/.test(baseName(words[0]?.text ?? "")));
  return script && starts && next && /^(python[\d.]*|[^-=$][^=$]*\.py)$/.test(next.text)
    ? { script, rest: words.slice(at + 1) }
    : undefined;
}

const nameOf = (path: string) => baseName(path).replace(/\.\w+$/, "");

/** Inside an allocation `srun launch.sh` is the work itself; elsewhere the name must say so. */
const trainsByName = (name: string, step: boolean): boolean =>
  namesTraining(name) || (step && /(^|[^a-z])(launch|exec|run|start|worker|main)([^a-z]|$)/i.test(name) && !namesOther(name));

/** A script whose name says nothing: what it does decides. */
export function wrapped(command: Command): Run | undefined {
  const { facts, uses, words, folder } = peel(command.argv, collector().report);
  const target = targetOf(words);
  const path = target && scriptIn(target);
  return path && !namesOther(nameOf(path))
    ? startedIn(folder, {
        at: command.at,
        facts,
        uses: [...uses, started(path, command)],
        wraps: "if it trains",
      })
    : undefined;
}
