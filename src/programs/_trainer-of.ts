import type { Command, Word } from "../text/script.js";
import { asksForOther, generates } from "./_instead.js";
import { isCalledForOther, liesAmongOthers, namesOther, namesTraining, onlyLoads, TRAINING_FLAGS } from "./_names.js";
import type { Target } from "./_target.js";
import { OWN_SCRIPT, TRAINERS, type Trainer } from "./_trainers.js";
import type { Flags } from "./program.js";

/** `main.py fit --config a.yaml --trainer.devices 8`: https://lightning.ai/docs/pytorch/stable/cli/lightning_cli.html */
const LIGHTNING_CLI: Trainer = { ...OWN_SCRIPT, framework: "lightning" };

/** Whose training a command starts, and so whose words its flags are; undefined where it trains nothing. */
export function trainerOf(
  command: Command,
  target: Target,
  flags: Flags,
  launched: boolean,
  told: string | undefined,
): Trainer | undefined {
  const trainer = named(byTarget(target, flags, launched, isCalledForOther(command.at.file)) ?? ownProgram(command, target), told);
  return trainer === OWN_SCRIPT && asksForOther(target) ? undefined : trainer;
}

function byTarget({ text, python, rest }: Target, flags: Flags, launched: boolean, forOther: boolean): Trainer | undefined {
  const has = (names: readonly string[] | undefined) => names?.some((name) => flags.has(name)) ?? false;
  const known = TRAINERS.find(
    ({ target, alone, never, always }) => (has(always) && !namesOther(text)) || (target.test(text) && !(alone && launched) && !has(never)),
  );
  if (known) return known;
  const megatron = onlyLoads(text) ? undefined : TRAINERS.find(({ framework }) => framework === "megatron");
  if (/megatron|pretrain_/i.test(text) && flags.has("tensor_model_parallel_size")) return megatron;
  const hasFlags = TRAINING_FLAGS.filter((flag) => flags.has(flag)).length;
  if (namesStage(flags) && !namesOther(text)) return TRAINERS.find(({ framework }) => framework === "llama-factory");
  if (!python && !launched) return hasFlags >= 2 && namesTraining(text) ? OWN_SCRIPT : undefined;
  if (isLightningCli(rest, flags)) return LIGHTNING_CLI;
  if (flags.has("trainer.max_steps") || flags.has("trainer.num_nodes"))
    return TRAINERS.find(({ framework }) => framework === "nemo" && !flags.has("policy.model_name"));
  if (namesShape(flags)) return megatron;
  if (namesMicroOfSteps(flags)) return TRAINERS.find(({ framework }) => framework === "openrlhf");
  if (hasFlags >= 2 || asksToTrain(flags)) return OWN_SCRIPT;
  if (hasFlags === 0 && ((forOther && !flags.has("deepspeed_config")) || generates(text, flags))) return undefined;
  if (namesTraining(text)) return OWN_SCRIPT;
  return launched && python && !namesOther(text) && !liesAmongOthers(text) ? OWN_SCRIPT : undefined;
}

/** `run.py --do_train`: Hugging Face's examples do what their flags ask for. */
const asksToTrain = (flags: Flags): boolean => flags.has("do_train");

/** Forks of LLaMA-Factory keep its words: `petro-train --stage sft --finetuning_type lora`. */
const namesStage = (flags: Flags): boolean => ["stage", "finetuning_type"].every((name) => flags.has(name)) && asksToTrain(flags);

/** Forks of OpenRLHF keep its words: `deepspeed --module econ.train_sft --pretrain ID --micro_train_batch_size 8 --train_batch_size 128`. */
const namesMicroOfSteps = (flags: Flags): boolean =>
  ["pretrain", "micro_train_batch_size", "train_batch_size"].every((name) => flags.has(name));

const namesShape = (flags: Flags): boolean =>
  flags.has("micro_batch_size") && (flags.has("tensor_model_parallel_size") || (flags.has("num_layers") && flags.has("hidden_size")));

const isLightningCli = ([first]: readonly Word[], flags: Flags): boolean =>
  first?.text === "fit" && [...flags.keys()].some((name) => name === "config" || /^(trainer|model|data)\./.test(name));

/** `uv run lab train …`: a program that the project itself installs, told to train. */
const ownProgram = ({ argv: [runner, run] }: Command, { text, python }: Target): Trainer | undefined =>
  /^(uv|poetry|pdm|hatch|rye|pipenv)$/.test(runner?.text ?? "") &&
  run?.text === "run" &&
  !python &&
  /^[\w-]+ ((pre)?train|fine-?tune|sft|dpo|grpo)$/.test(text) &&
  !namesOther(text.replace(/ .*/, ""))
    ? OWN_SCRIPT
    : undefined;

/** A launcher tells whose script of no known name it starts. */
const named = (trainer: Trainer | undefined, framework: string | undefined): Trainer | undefined =>
  trainer === OWN_SCRIPT && framework ? (TRAINERS.find((each) => each.framework === framework) ?? trainer) : trainer;
