import { bits, flag } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** Flags of `llama_recipes.finetuning`: the fields of its configs/training.py, fsdp.py and peft.py. */
export const llamaRecipes: Vocabulary = {
  model_name: means("model.id"),
  batch_size_training: means("training.micro_batch_size"),
  context_length: means("training.sequence_length"),
  num_epochs: means("training.epochs"),
  gradient_accumulation_steps: means("training.gradient_accumulation_steps"),
  max_train_step: means("training.max_steps"),
  use_fp16: means("training.precision", flag("fp16")),
  "fsdp_config.pure_bf16": means("training.weights_dtype", flag("bf16")),
  pure_bf16: means("training.weights_dtype", flag("bf16")),
  quantization: means("training.quantization", bits),
  enable_fsdp: means("parallelism.strategy", flag("fsdp")),
  use_peft: means("training.method", flag("lora")),
  "lora_config.r": means("training.lora.rank"),
};
