import { ok, type Reader } from "../model/reading.js";
import { attention, countOrNone, flag, fsdpWords, modules, word } from "./scalars.js";
import { verl } from "./verl.js";
import { means, type Vocabulary } from "./vocabulary.js";

const below = (prefix: string, vocabulary: Vocabulary): Vocabulary =>
  Object.fromEntries(Object.entries(vocabulary).map(([key, meaning]) => [`${prefix}.${key}`, meaning]));

/** `verl.utils.dataset.dpo_dataset.DPODataConfig`: the data set's class says what is learnt from it. */
const classOfData: Reader<"dpo" | undefined> = (raw) => ok(/dpo/i.test(String(raw)) ? "dpo" : undefined);

/** HyperPod's own fine-tuning: `recipes_collection/recipes/fine-tuning/llama/llmft_*.yaml` of https://github.com/aws/sagemaker-hyperpod-recipes. */
const llmFineTuning: Vocabulary = {
  "model_config.model_name_or_path": means("model.id"),
  "model_config.attn_implementation": means("training.attention", attention),
  "model_config.peft_config.r": means("training.lora.rank", countOrNone),
  "model_config.peft_config.lora_alpha": means("training.lora.alpha"),
  "model_config.peft_config.lora_dropout": means("training.lora.dropout"),
  "model_config.peft_config.target_modules": means("training.lora.target_modules", modules),
  "training_args.max_len": means("training.sequence_length", countOrNone),
  "training_args.max_epochs": means("training.epochs"),
  "training_args.train_batch_size": means("training.global_batch_size", countOrNone),
  "training_args.micro_train_batch_size": means("training.micro_batch_size", countOrNone),
  "training_args.gradient_checkpointing": means("training.gradient_checkpointing"),
  "training_args.packing_samples": means("training.packing", flag(true)),
  "training_args.trainer_type": means("training.objective", word({ sft: "sft", dpo: "dpo" })),
  "training_args.strategy.fsdp_config.sharding_strategy": means("parallelism.strategy", fsdpWords),
};

/** HyperPod starts verl with verl's own words below `training_config`; its `mtrl` recipes have words of their own. */
export const hyperPod: Vocabulary = {
  ...below("training_config", { ...verl, "data._target_": means("training.objective", classOfData), ...llmFineTuning }),
  "model.model_name": means("model.id"),
  "model.max_sequence_length": means("training.sequence_length"),
  "model.lora_rank": means("training.lora.rank", countOrNone),
  "batch.training_batch_size": means("training.global_batch_size"),
  "schedule.epochs": means("training.epochs"),
  "schedule.max_steps": means("training.max_steps", countOrNone),
};
