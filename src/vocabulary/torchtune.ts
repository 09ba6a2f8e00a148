import { countOrNone, dtype, flag, modules, optimizer, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** Keys of torchtune's configs, which `tune run` also takes as `key=value`. */
export const torchtune: Vocabulary = {
  "tokenizer.max_seq_len": means("training.sequence_length", countOrNone),
  // until 0.2
  "dataset.max_seq_len": means("training.sequence_length", countOrNone),
  batch_size: means("training.micro_batch_size"),
  gradient_accumulation_steps: means("training.gradient_accumulation_steps"),
  epochs: means("training.epochs"),
  dtype: means("training.precision", dtype),
  "optimizer._component_": means("training.optimizer", optimizer),
  enable_activation_checkpointing: means("training.gradient_checkpointing"),
  compile: means("training.torch_compile", word({ true: true, false: false })),
  "dataset.packed": means("training.packing"),
  "model.lora_rank": means("training.lora.rank", countOrNone),
  "model.lora_alpha": means("training.lora.alpha"),
  "model.lora_dropout": means("training.lora.dropout"),
  "model.lora_attn_modules": means("training.lora.target_modules", modules),
  "model.quantize_base": means("training.quantization", flag("nf4")),
  tensor_parallel_dim: means("parallelism.tensor"),
  context_parallel_dim: means("parallelism.context"),
  fsdp_cpu_offload: means("parallelism.offload", flag("parameters")),
};
