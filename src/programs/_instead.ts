import type { Word } from "../text/script.js";
import type { Target } from "./_target.js";
import { countOf, type Flags } from "./program.js";

/** What people's own `train.py` is told to do instead. */
const INSTEAD = [
  "skip_train",
  "eval_only",
  "only_eval",
  "evaluate_only",
  "test_only",
  "only_test",
  "val_only",
  "predict_only",
  "inference_only",
];

/** `main.py mode=test`: a program of several says which it is. */
const MODES = /^(test|testing|eval|evaluate|evaluation|val|validate|validation|predict|prediction|infer|inference|generate|export)$/i;

/** verl's trainer with `trainer.val_only=true`, Hugging Face's scripts with `--do_train False` or with `--do_predict` alone, Megatron's tasks that score or prompt (`tasks/main.py`), its training of no steps, and RewardBench's `run_dpo.py`. */
export const onlyEvaluates = (flags: Flags): boolean =>
  flags.get("trainer.val_only")?.values[0]?.text.toLowerCase() === "true" ||
  flags.get("do_train")?.values[0]?.text.toLowerCase() === "false" ||
  (isOn(flags, "do_predict") && !flags.has("do_train")) ||
  /(^|-)(EVAL|PROMPT)(-|$)|-EVAL-|^(WIKITEXT103|LAMBADA)$/.test(flags.get("task")?.values[0]?.text ?? "") ||
  (flags.get("train_iters")?.values[0]?.text === "0" && !countOf(flags, "train_samples")) ||
  INSTEAD.some((name) => isOn(flags, name)) ||
  MODES.test(flags.get("mode")?.values[0]?.text ?? "") ||
  ["do_not_save", "pref_sets"].some((name) => flags.has(name) && flags.has("model"));

const isOn = (flags: Flags, name: string): boolean => flags.has(name) && !/^(false|0|no)$/i.test(flags.get(name)?.values[0]?.text ?? "");

/** `tune run eleuther_eval`, `generate`, `quantize`: torchtune's recipes that train nothing. https://meta-pytorch.org/torchtune/stable/tune_cli.html */
export const isOtherRecipe = ({ text, rest }: Target, positional: readonly Word[]): boolean =>
  text === "tune run" && [...positional, ...rest].some((word) => /^(eleuther_eval|quantize|(dev\/)?generate\w*)$/.test(word.text));

/** `python -m rl.train_grpo preflight --config …`: of a program of several, the first word says which. */
export const asksForOther = ({ rest: [first] }: Target): boolean =>
  MODES.test(first?.text ?? "") || /^(preflight|dry-?run|serve|preprocess|prepare)$/.test(first?.text ?? "");

/** `cot_distill.py --input … --output … --max_tokens 512` has a teacher write what is trained on later. */
export const generates = (target: string, flags: Flags): boolean =>
  /distill/i.test(target) && ["max_tokens", "max_new_tokens", "temperature"].some((name) => flags.has(name));
