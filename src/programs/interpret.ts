import { collector, type Report } from "../model/diagnostic.js";
import type { KnownFacts } from "../model/facts.js";
import type { Reference, Run } from "../model/job.js";
import { declared, derived } from "../model/known.js";
import type { Command, Script, Word } from "../text/script.js";
import { shareOfDevice, VERL_MICRO_OF_ALL } from "../vocabulary/verl.js";
import { COMPANIONS, companionsOf, isFile, readFlags } from "./_flags.js";
import { hydraFile, isPath } from "./_hydra.js";
import { isOtherRecipe, onlyEvaluates } from "./_instead.js";
import { multirun } from "./_multirun.js";
import { methodOf, modelBeside, modelIn, objective, recipeName } from "./_named.js";
import { isTool } from "./_names.js";
import { peel } from "./_peel.js";
import { merged, rankOf } from "./_repeats.js";
import {
  adapters,
  batches,
  bridge,
  devices,
  durationOf,
  lightning,
  ownWords,
  pictures,
  sequenceOf,
  shapeOf,
  stageOf,
  VISIBLE,
} from "./_said.js";
import { handedOn, scriptRun, startedIn, startsItself, wrapped } from "./_started.js";
import { targetOf } from "./_target.js";
import { trainerOf } from "./_trainer-of.js";
import { OWN_SCRIPT, type Trainer } from "./_trainers.js";
import { vertexRun } from "./_vertex.js";
import { argumentsOf } from "./_words.js";
import { PROGRAMS } from "./index.js";
import { countOf, type Flags } from "./program.js";

/** The training commands of a script: what their flags say, and the files they name. A command that serves, evaluates or prepares is none. */
export function interpret(script: Script, report: Report): readonly Run[] {
  const runs = script.commands.flatMap((command) => {
    const run = runOf(command, report);
    return run ? [{ run: startedIn(command.folder, run), rank: rankOf(command), branch: command.branch }] : [];
  });
  return merged(runs);
}

/** The training commands; where there are none, the scripts that are started, whose names say nothing: what those do decides. */
export function work(script: Script, report: Report): readonly Run[] {
  const runs = interpret(script, report);
  return runs.length > 0 ? runs : script.commands.flatMap((command) => startedIn(command.folder, wrapped(command)) ?? []);
}

/** Whether any command does; what the flags say does not matter yet. */
export const trains = ({ commands }: Script): boolean => commands.some((command) => runOf(command, collector().report) !== undefined);

function runOf(command: Command, report: Report): Run | undefined {
  const { facts, uses, words, launched, step, framework: told, folder, open } = peel(command.argv, report);
  const target = targetOf(words);
  if (!target || isTool(target.text) || startsItself(words, command)) return undefined;
  const rented = vertexRun(command, report);
  if (rented) return rented;
  const handed = handedRun(words, command, facts, uses, report);
  if (handed) return startedIn(folder, handed);
  const script = scriptRun(target, command, step, facts, uses);
  if (script) return startedIn(folder, script);
  const { flags: given, positional } = argumentsOf(target.rest);
  const { flags, facts: swept } = multirun(ownWords(withoutRank(given)));
  if (onlyEvaluates(flags) || isOtherRecipe(target, positional)) return undefined;
  const trainer = trainerOf(command, target, flags, launched, told);
  if (!trainer) return undefined;
  const recipe = recipeOf(trainer, target.text, flags, positional, report);
  const own = { ...sequenceOf(flags), ...batches(flags), ...readFlags(flags, trainer.vocabulary, report) };
  const framework: KnownFacts =
    trainer.framework && !((recipe || sections(trainer, flags).length > 0) && trainer === OWN_SCRIPT)
      ? { "training.framework": derived(trainer.framework, "the command", [declared("", command.at)]) }
      : {};
  const said: KnownFacts = {
    ...framework,
    ...devices(command, trainer),
    ...stageOf(flags, uses),
    ...durationOf(flags),
    ...methodOf(trainer, target.text),
    ...swept,
    ...lightning(flags),
    ...launcherFacts(trainer, flags, report),
    ...facts,
    ...modelIn(trainer, positional),
    ...adapters(own, flags),
    ...(trainer.framework === "verl" && shareOfDevice(countOf(flags, VERL_MICRO_OF_ALL), own)),
    ...shapeOf(trainer, flags),
    ...pictures(target.text, flags),
    ...bridge(flags),
    ...recipeName(trainer, target.text, target.rest, flags),
  };
  return startedIn(folder, {
    at: command.at,
    facts: { ...said, ...unsaid(said, { ...modelBeside(flags, command.environment), ...objective(target.text, flags) }) },
    uses: [...(recipe ? [recipe] : []), ...sections(trainer, flags), ...uses, ...companionsOf(flags, COMPANIONS)],
    ...(open.length > 0 && { open }),
    ...(said["resources.accelerators_per_node"]?.note === VISIBLE && { yields: ["resources.accelerators_per_node"] as const }),
  });
}

/** Beside `--world-size`, `--rank` is the process's and no adapter's. */
const withoutRank = (flags: Flags): Flags => (flags.has("world_size") ? new Map([...flags].filter(([name]) => name !== "rank")) : flags);

/** What is handed on trains; the script between adds what it says itself, where no recipe is named. */
function handedRun(
  words: readonly Word[],
  command: Command,
  facts: KnownFacts,
  uses: readonly Reference[],
  report: Report,
): Run | undefined {
  const handed = handedOn(words);
  const run = handed && runOf({ ...command, argv: handed.rest }, report);
  if (!run) return undefined;
  const between: readonly Reference[] = run.uses.some(({ as }) => as === "recipe")
    ? []
    : [{ path: declared(handed.script.text, handed.script.at), as: "recipe" }];
  return { ...run, facts: { ...facts, ...run.facts }, uses: [...uses, ...between, ...run.uses] };
}

/** Hints hold where nothing better is said. */
const unsaid = (said: KnownFacts, hints: KnownFacts): KnownFacts =>
  Object.fromEntries(Object.entries(hints).filter(([name]) => said[name as keyof KnownFacts] === undefined));

/** `tune run --nproc_per_node 4 …`, `axolotl train c.yml --launcher torchrun -- --nproc_per_node=8`: the launcher's options among the trainer's. */
function launcherFacts({ launcher }: Trainer, flags: Flags, report: Report): KnownFacts {
  const name = flags.get("launcher")?.values[0]?.text ?? launcher;
  const program = PROGRAMS.find(({ names, startsScript }) => startsScript && name !== undefined && names.includes(name));
  return program ? { ...readFlags(flags, program.vocabulary ?? {}, report), ...program.together?.(flags) } : {};
}

/** `train.py --config model.yaml --train_config lora.yaml`: people's own scripts take the training's settings from a file of their own. */
const sections = (trainer: Trainer, flags: Flags): readonly Reference[] =>
  ["train_config", "training_config", "trainer_config"].flatMap((name) => {
    const word = flags.get(name)?.values[0];
    return trainer === OWN_SCRIPT && word && isFile(word) && isPath(word)
      ? [{ path: declared(word.text, word.at), as: "recipe" as const }]
      : [];
  });

function recipeOf(trainer: Trainer, target: string, flags: Flags, positional: readonly Word[], report: Report): Reference | undefined {
  const composed = hydraFile(flags, target);
  if (composed) return composed;
  const named = (trainer.recipe ?? []).map((name) => flags.get(name)?.values[0]).find((word) => word !== undefined && word.text !== "");
  const word = named && /\.\w+$/.test(named.text) ? named : positional.find(isFile);
  if (word && isPath(word)) return { path: declared(word.text, word.at), as: "recipe" };
  if (word)
    report("input/unresolved", "which recipe this command reads is only known when it runs", word.at, "name the file, or `# traincost: …`");
  return undefined;
}
