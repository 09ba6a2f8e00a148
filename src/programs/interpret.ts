import { collector, type Report } from "../model/diagnostic.js";
import type { KnownFacts } from "../model/facts.js";
import type { Reference, Run } from "../model/job.js";
import { declared, derived } from "../model/known.js";
import type { Command, Script, Word } from "../text/script.js";
import { companionsOf, isFile, readFlags } from "./_flags.js";
import { methodOf, modelIn, objective, recipeName } from "./_named.js";
import { baseName, peel } from "./_peel.js";
import { merged, rankOf } from "./_repeats.js";
import { adapters, batches, bridge, devices, pictures, sequenceOf, shapeOf, stageOf } from "./_said.js";
import { namesOther, namesTraining, OWN_SCRIPT, TRAINERS, TRAINING_FLAGS, type Trainer } from "./_trainers.js";
import { argumentsOf, isOption } from "./_words.js";
import { PROGRAMS } from "./index.js";
import type { Flags } from "./program.js";

/** The training commands of a script: what their flags say, and the files they name. A command that serves, evaluates or prepares is none. */
export function interpret(script: Script, report: Report): readonly Run[] {
  const runs = script.commands.flatMap((command) => {
    const run = runOf(command, report);
    return run ? [{ run, rank: rankOf(command) }] : [];
  });
  return merged(runs);
}

/** Whether any command does; what the flags say does not matter yet. */
export const trains = ({ commands }: Script): boolean => commands.some((command) => runOf(command, collector().report) !== undefined);

interface Target {
  readonly text: string;
  readonly rest: readonly Word[];
  readonly python: boolean;
}

/** `python -m a.b …`, `python x/train.py …`, `axolotl train …`. */
function targetOf(words: readonly Word[]): Target | undefined {
  const [first, ...rest] = words;
  if (!first) return undefined;
  if (!/^(python[\d.]*|\$\{?PYTHON\w*\}?)$/.test(baseName(first.text))) {
    if (/\.py$/.test(first.text)) return { text: first.text, rest, python: true };
    const sub = rest[0] && !isOption(rest[0]) && !/[=.@]/.test(rest[0].text) ? ` ${rest[0].text}` : "";
    return { text: `${baseName(first.text)}${sub}`, rest: rest.slice(sub === "" ? 0 : 1), python: false };
  }
  const at = rest.findIndex(
    (word, index) => word.text === "-m" || (!isOption(word) && rest[index - 1]?.text !== "-X" && rest[index - 1]?.text !== "-W"),
  );
  if (at < 0) return undefined;
  const module = rest[at]?.text === "-m";
  const text = rest[at + (module ? 1 : 0)]?.text ?? "";
  const after = rest.slice(at + (module ? 2 : 1));
  // `python -m trl sft` is `trl sft`.
  const verb = module && !text.includes(".") && after[0] && /^[a-z][\w-]*$/.test(after[0].text) ? after[0] : undefined;
  return verb ? { text: `${text} ${verb.text}`, rest: after.slice(1), python: true } : { text, rest: after, python: true };
}

function runOf(command: Command, report: Report): Run | undefined {
  const { facts, uses, words, launched, step, framework: told } = peel(command.argv, report);
  const target = targetOf(words);
  if (!target) return undefined;
  const script = scriptRun(target, command, step, facts, uses);
  if (script) return script;
  const { flags, positional } = argumentsOf(target.rest);
  const trainer = named(trainerOf(target, flags, launched), told);
  if (!trainer) return undefined;
  const recipe = recipeOf(trainer, flags, positional, report);
  const own = { ...sequenceOf(flags), ...batches(flags), ...readFlags(flags, trainer.vocabulary, report) };
  const framework: KnownFacts =
    trainer.framework && !(recipe && trainer === OWN_SCRIPT)
      ? { "training.framework": derived(trainer.framework, "the command", [declared("", command.at)]) }
      : {};
  return {
    at: command.at,
    facts: {
      ...framework,
      ...devices(command, trainer),
      ...stageOf(flags, uses),
      ...methodOf(trainer, target.text),
      ...launcherFacts(trainer, flags, report),
      ...facts,
      ...modelIn(trainer, positional),
      ...adapters(own, flags),
      ...shapeOf(trainer, flags),
      ...pictures(target.text, flags),
      ...bridge(flags),
      ...recipeName(trainer, target.text, target.rest, flags),
      ...objective(target.text),
    },
    uses: [...(recipe ? [recipe] : []), ...uses, ...companionsOf(flags, ["deepspeed", "deepspeed_config", "ds_config", "fsdp_config"])],
  };
}

/** A launcher tells whose script of no known name it starts. */
const named = (trainer: Trainer | undefined, framework: string | undefined): Trainer | undefined =>
  trainer === OWN_SCRIPT && framework ? (TRAINERS.find((each) => each.framework === framework) ?? trainer) : trainer;

/** `tune run --nproc_per_node 4 …`, `axolotl train c.yml --launcher torchrun -- --nproc_per_node=8`: the launcher's options among the trainer's. */
function launcherFacts({ launcher }: Trainer, flags: Flags, report: Report): KnownFacts {
  const name = flags.get("launcher")?.values[0]?.text ?? launcher;
  const program = PROGRAMS.find(({ names, startsScript }) => startsScript && name !== undefined && names.includes(name));
  return program ? { ...readFlags(flags, program.vocabulary ?? {}, report), ...program.together?.(flags) } : {};
}

/** `bash train.sh`, `sbatch x.sh`, `./finetune.sh`: what that script says. */
function scriptRun(target: Target, command: Command, step: boolean, facts: KnownFacts, uses: readonly Reference[]): Run | undefined {
  const words = [...target.text.split(" "), ...target.rest.map(({ text }) => text)];
  const isShell = /^(ba|z)?sh$|^sbatch$|^source$|^\.$/.test(words[0] ?? "");
  const path = words.slice(isShell ? 1 : 0).find((word) => !word.startsWith("-"));
  if (!path || !/\.(sh|sbatch|slurm)$/.test(path) || !trainsByName(baseName(path).replace(/\.\w+$/, ""), step)) return undefined;
  if (!isShell && words[0] !== path) return undefined;
  return { at: command.at, facts, uses: [...uses, { path: declared(path, command.at), as: "recipe" }] };
}

/** Inside an allocation `srun launch.sh` is the work itself; elsewhere the name must say so. */
const trainsByName = (name: string, step: boolean): boolean =>
  namesTraining(name) || (step && /(^|[^a-z])(launch|exec|run|start|worker|main)([^a-z]|$)/i.test(name) && !namesOther(name));

function trainerOf({ text, python }: Target, flags: Flags, launched: boolean): Trainer | undefined {
  const known = TRAINERS.find(({ target, alone }) => target.test(text) && !(alone && launched));
  if (known) return known;
  if (/megatron|pretrain_/i.test(text) && flags.has("tensor_model_parallel_size"))
    return TRAINERS.find(({ framework }) => framework === "megatron");
  if (!python && !launched) return undefined;
  if (flags.has("trainer.max_steps") || flags.has("trainer.num_nodes"))
    return TRAINERS.find(({ framework }) => framework === "nemo" && !flags.has("policy.model_name"));
  const hasFlags = TRAINING_FLAGS.filter((flag) => flags.has(flag)).length;
  if (flags.has("micro_batch_size") && (flags.has("tensor_model_parallel_size") || (flags.has("num_layers") && flags.has("hidden_size"))))
    return TRAINERS.find(({ framework }) => framework === "megatron");
  if (hasFlags >= 2 || namesTraining(text)) return OWN_SCRIPT;
  return launched && python && !namesOther(text) ? OWN_SCRIPT : undefined;
}

function recipeOf(trainer: Trainer, flags: Flags, positional: readonly Word[], report: Report): Reference | undefined {
  const named = (trainer.recipe ?? []).map((name) => flags.get(name)?.values[0]).find((word) => word !== undefined && word.text !== "");
  const word = named && /\.\w+$/.test(named.text) ? named : positional.find(isFile);
  if (word?.unknown.length === 0) return { path: declared(word.text, word.at), as: "recipe" };
  if (word)
    report("input/unresolved", "which recipe this command reads is only known when it runs", word.at, "name the file, or `# traincost: …`");
  return undefined;
}
