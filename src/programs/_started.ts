import { collector } from "../model/diagnostic.js";
import type { KnownFacts } from "../model/facts.js";
import type { Reference, Run } from "../model/job.js";
import { declared } from "../model/known.js";
import type { Command } from "../text/script.js";
import { namesOther, namesTraining } from "./_names.js";
import { baseName, peel } from "./_peel.js";
import { type Target, targetOf } from "./_target.js";

/** `bash train.sh`, `sbatch x.sh`, `./finetune.sh`: what that script says. */
export function scriptRun(target: Target, command: Command, step: boolean, facts: KnownFacts, uses: readonly Reference[]): Run | undefined {
  const path = scriptIn(target);
  if (!path || !trainsByName(nameOf(path), step)) return undefined;
  const run: Run = { at: command.at, facts, uses: [...uses, started(path, command)] };
  return namesTraining(nameOf(path)) ? run : { ...run, wraps: "unless it does not" };
}

/** The script, with the folder that the command gives it, and what it is called with. */
function started(path: string, { argv, environment, at }: Command): Reference {
  const index = argv.findIndex(({ text }) => text === path || text.endsWith(`/${path}`));
  const words = argv.slice(index + 1);
  // What is sourced is read along with its caller's own variables.
  const isSourced = /^(source|\.)$/.test(argv[index - 1]?.text ?? "");
  const called = words.length + environment.size > 0 && !isSourced ? { called: { words, environment } } : {};
  return { path: declared(argv[index]?.text ?? path, at), as: "recipe", ...called };
}

const SCRIPT = /\.(sh|sbatch|slurm)$/;

/** A shell script that says no more than which others it starts: what nobody can read of those is no job. */
export const onlyNames = (run: Run): Run =>
  !run.wraps && Object.keys(run.facts).length === 0 && run.uses.some(({ path }) => SCRIPT.test(path.value))
    ? { ...run, wraps: "by its name" }
    : run;

/** The shell script that a command starts. */
function scriptIn(target: Target): string | undefined {
  const words = [...target.text.split(" "), ...target.rest.map(({ text }) => text)];
  const isShell = /^(ba|z)?sh$|^sbatch$|^source$|^\.$/.test(words[0] ?? "");
  const path = words.slice(isShell ? 1 : 0).find((word) => !word.startsWith("-"));
  return path && SCRIPT.test(path) && (isShell || words[0] === path) ? path : undefined;
}

const nameOf = (path: string) => baseName(path).replace(/\.\w+$/, "");

/** Inside an allocation `srun launch.sh` is the work itself; elsewhere the name must say so. */
const trainsByName = (name: string, step: boolean): boolean =>
  namesTraining(name) || (step && /(^|[^a-z])(launch|exec|run|start|worker|main)([^a-z]|$)/i.test(name) && !namesOther(name));

/** A script whose name says nothing: what it does decides. */
export function wrapped(command: Command): Run | undefined {
  const { facts, uses, words } = peel(command.argv, collector().report);
  const target = targetOf(words);
  const path = target && scriptIn(target);
  return path && !namesOther(nameOf(path))
    ? { at: command.at, facts, uses: [...uses, started(path, command)], wraps: "if it trains" }
    : undefined;
}
