import type { Word } from "../text/script.js";
import type { Target } from "./_target.js";
import { countOf, type Flags } from "./program.js";

/** verl's trainer with `trainer.val_only=true`, Hugging Face's scripts with `--do_train False` or with `--do_predict` alone, Megatron's tasks that score or prompt (`tasks/main.py`), and its training of no steps. */
export const onlyEvaluates = (flags: Flags): boolean =>
  flags.get("trainer.val_only")?.values[0]?.text.toLowerCase() === "true" ||
  flags.get("do_train")?.values[0]?.text.toLowerCase() === "false" ||
  (isOn(flags, "do_predict") && !flags.has("do_train")) ||
  /(^|-)(EVAL|PROMPT)(-|$)|-EVAL-|^(WIKITEXT103|LAMBADA)$/.test(flags.get("task")?.values[0]?.text ?? "") ||
  (flags.get("train_iters")?.values[0]?.text === "0" && !countOf(flags, "train_samples")) ||
  isOn(flags, "skip_train");

const isOn = (flags: Flags, name: string): boolean => flags.has(name) && !/^(false|0|no)$/i.test(flags.get(name)?.values[0]?.text ?? "");

/** `tune run eleuther_eval`, `generate`, `quantize`: torchtune's recipes that train nothing. https://meta-pytorch.org/torchtune/stable/tune_cli.html */
export const isOtherRecipe = ({ text, rest }: Target, positional: readonly Word[]): boolean =>
  text === "tune run" && [...positional, ...rest].some((word) => /^(eleuther_eval|quantize|(dev\/)?generate\w*)$/.test(word.text));

/** `python -m rl.train_grpo preflight --config …`: of a program of several, the first word says which. */
export const asksForOther = ({ rest: [first] }: Target): boolean =>
  /^(preflight|dry-?run|eval|evaluate|evaluation|predict|infer|inference|export|generate|serve|preprocess|prepare|validate)$/.test(
    first?.text ?? "",
  );
