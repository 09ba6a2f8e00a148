import type { MutableFacts } from "../model/facts.js";
import { declared } from "../model/known.js";
import type { Place } from "../model/place.js";
import { ok, type Reader } from "../model/reading.js";
import { tokens } from "../model/units.js";
import { attention, countOrNone, dtype, flag, modules, optimizer, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** A number of examples in a sequence. */
const packs: Reader<boolean | undefined> = (raw) => ok(typeof raw === "number" && raw > 1 ? true : undefined);

/** Keys of LLM Foundry's YAML, which its scripts also take as `key=value`. */
export const llmFoundry: Vocabulary = {
  "model.pretrained_model_name_or_path": means("model.id"),
  // https://github.com/databricks/compose-rl: the same YAML, learning from preferences; Bradley-Terry trains a reward model
  "model.loss_type": means("training.objective", word({ dpo: "dpo", kto: "kto", ppo: "ppo", grpo: "grpo", apo: "grpo", bt: "reward" })),
  max_seq_len: means("training.sequence_length", countOrNone),
  "variables.max_seq_len": means("training.sequence_length", countOrNone),
  global_train_batch_size: means("training.global_batch_size"),
  device_train_microbatch_size: means("training.micro_batch_size"),
  precision: means("training.precision", dtype),
  "optimizer.name": means("training.optimizer", optimizer),
  "model.attn_config.attn_impl": means("training.attention", attention),
  "model.use_flash_attention_2": means("training.attention", flag("flash")),
  "train_loader.dataset.packing_ratio": means("training.packing", packs),
  "fsdp_config.activation_checkpointing": means("training.gradient_checkpointing"),
  "peft_config.r": means("training.lora.rank"),
  "model.peft_config.r": means("training.lora.rank"),
  "peft_config.lora_alpha": means("training.lora.alpha"),
  "model.peft_config.lora_alpha": means("training.lora.alpha"),
  "model.peft_config.lora_dropout": means("training.lora.dropout"),
  "model.config_overrides.attn_config.attn_impl": means("training.attention", attention),
  "model.peft_config.target_modules": means("training.lora.target_modules", modules),
};

/** Composer's time: `1ep`, `3195ba`, `50e9tok`; a bare number counts epochs. */
export function duration(text: string | undefined, at: Place): MutableFacts {
  const [, number, unit] = /^([\d._e+]+?)\s*(ep|ba|tok|T)?$/.exec((text ?? "").replaceAll("_", "")) ?? [];
  const value = Number(number);
  if (number === undefined || !(value > 0)) return {};
  if (unit === "ba") return { "training.max_steps": declared(Math.round(value), at) };
  if (unit === "tok" || unit === "T") return { "training.tokens": declared(tokens(value), at) };
  return { "training.epochs": declared(value, at) };
}
