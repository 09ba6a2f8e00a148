import type { Cursor } from "../../text/cursor.js";

/** Keys below `model:` that name it; a path to weights comes after a name. */
export const NAMES = [
  "name_or_path",
  "model_name_or_path",
  "pretrained_model_name_or_path",
  "hf_id",
  "hf_name",
  "repo_id",
  "model_id",
  "base_model",
  "base",
  "id",
  "model_name",
  "name",
  "pretrained_model",
  "pretrained_name",
  "pretrained",
  "checkpoint",
  "path",
];
/** Sections whose name says that they hold settings of a training run. */
const SECTION = /train|sft|dpo|grpo|ppo|lora|peft|quant|bits|model|data|optim|hyper|factory|^args$|argument|param/i;
/** Words that only a training loop has. */
const EVIDENCE = [
  "per_device_train_batch_size",
  "micro_batch_size",
  "max_steps",
  "num_train_epochs",
  "gradient_accumulation_steps",
  "warmup_ratio",
  "lr_scheduler_type",
  "max_seq_length",
  "gradient_checkpointing",
];

/** Words that other programs have too: several of them beside one of the above, or beside adapters, are a training run of a known model. */
const HINTS = [
  "batch_size",
  "train_batch_size",
  "epochs",
  "num_epochs",
  "learning_rate",
  "lr",
  "weight_decay",
  "warmup_steps",
  "total_steps",
  "max_length",
  "max_seq_len",
  "max_prompt_length",
  "grad_accum",
  "grad_accumulation_steps",
];
const ADAPTERS = ["lora", "LoRA", "qlora", "peft", "lora_config", "lora_r", "lora_rank", "load_in_4bit"];

/** Words of a training loop beside a model's name; adapters and commoner words do as well. */
export const isRecipe = (root: Cursor): boolean =>
  (parts(root).some((part) => evidenceIn(part) >= 2) && (modelOf(root) || argumentsOnly(root))) || (hinted(root) && modelOf(root));

export const parts = (root: Cursor): readonly Cursor[] => [
  root,
  ...root
    .keys()
    .flatMap((key) => (SECTION.test(key) && root.at(key).kind === "mapping" ? [root.at(key), ...argumentsIn(root.at(key))] : [])),
];
/** `train: {model_path_or_name, training_args: {…}}`: Hugging Face's own, among what the script keeps for itself; `init_args` are a class's in LightningCLI's configs. */
const argumentsIn = (section: Cursor): readonly Cursor[] =>
  ARGUMENTS.map((key) => section.at(key)).filter(({ kind }) => kind === "mapping");
const ARGUMENTS = ["training_args", "training_arguments", "trainer_args", "init_args"];
/** `training_args:` are Hugging Face's own, as is what stands beside an `output_dir`; the model may come from the command line. */
const argumentsOnly = (root: Cursor) =>
  ["training_args", "training_arguments"].some((key) => root.has(key, "per_device_train_batch_size")) ||
  parts(root).some(
    (part) =>
      part.has("per_device_train_batch_size") &&
      (evidenceIn(part) >= 4 || (evidenceIn(part) >= 3 && part.has("output_dir") && part.has("learning_rate"))),
  );
const hinted = (root: Cursor) =>
  parts(root).some((part) => {
    const hints = HINTS.filter((key) => part.has(key)).length;
    return hints >= 2 && hints + evidenceIn(part) >= 3 && ADAPTERS.some((key) => root.has(key) || part.has(key));
  });
const evidenceIn = (part: Cursor) => EVIDENCE.filter((key) => part.has(key)).length;
const NAMED = [
  "model_name_or_path",
  "base_model",
  "base_model_path",
  "model_path_or_name",
  "model_id",
  "model_name",
  "name_or_path",
  "pretrained_model_name_or_path",
  "model_family",
];
const modelOf = (root: Cursor) =>
  parts(root).some((part) => NAMED.some((key) => part.at(key).text() !== undefined)) ||
  NAMES.some((key) => root.at("model", key).text() !== undefined) ||
  parts(root).some((part) => part.at("model").text() !== undefined);
