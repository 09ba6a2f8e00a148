import { attention, bits, countOrNone, datasets, dtype, flag, fsdpWords, modules, negated, optimizer, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/**
 * Words of transformers' `TrainingArguments`, of TRL's `ModelConfig` and trainer configs, and of the scripts that pass them on:
 * YAML keys and `--flags` are the same words.
 */
export const hfTrainer: Vocabulary = {
  model_name_or_path: means("model.id"),
  per_device_train_batch_size: means("training.micro_batch_size"),
  gradient_accumulation_steps: means("training.gradient_accumulation_steps"),
  num_train_epochs: means("training.epochs"),
  max_steps: means("training.max_steps", countOrNone),
  max_seq_length: means("training.sequence_length", countOrNone),
  max_length: means("training.sequence_length", countOrNone),
  block_size: means("training.sequence_length", countOrNone),
  model_max_length: means("training.sequence_length", countOrNone),
  max_seq_len: means("training.sequence_length", countOrNone),
  max_source_length: means("training.sequence_length", countOrNone),
  gradient_checkpointing: means("training.gradient_checkpointing"),
  bf16: means("training.precision", flag("bf16")),
  fp16: means("training.precision", flag("fp16")),
  torch_dtype: means("training.weights_dtype", dtype),
  dtype: means("training.weights_dtype", dtype),
  optim: means("training.optimizer", optimizer),
  attn_implementation: means("training.attention", attention),
  use_flash_attn: means("training.attention", flag("flash")),
  use_flash_attention_2: means("training.attention", flag("flash")),
  packing: means("training.packing"),
  use_liger_kernel: means("training.fused_loss"),
  use_liger: means("training.fused_loss"),
  fsdp: means("parallelism.strategy", fsdpWords),
  dataset_name: means("data.dataset", datasets),
  load_in_4bit: means("training.quantization", flag("nf4")),
  load_in_8bit: means("training.quantization", flag("int8")),
  use_4bit: means("training.quantization", flag("nf4")),
  lora_r: means("training.lora.rank", countOrNone),
  lora_rank: means("training.lora.rank", countOrNone),
  lora_alpha: means("training.lora.alpha"),
  lora_dropout: means("training.lora.dropout"),
  lora_target_modules: means("training.lora.target_modules", modules),
};

/** LLaMA-Factory's own words beside those: its YAML keys, and its flags. */
export const llamaFactory: Vocabulary = {
  cutoff_len: means("training.sequence_length"),
  lora_target: means("training.lora.target_modules", modules),
  quantization_bit: means("training.quantization", bits),
  disable_gradient_checkpointing: means("training.gradient_checkpointing", negated),
  flash_attn: means("training.attention", attention),
  enable_liger_kernel: means("training.fused_loss", flag(true)),
  neat_packing: means("training.packing", flag(true)),
  pure_bf16: means("training.precision", flag("bf16")),
  use_galore: means("training.optimizer", flag("galore_adamw")),
  use_apollo: means("training.optimizer", flag("apollo_adamw")),
  use_muon: means("training.optimizer", flag("muon")),
  stage: means("training.objective", word({ pt: "continued_pretrain", sft: "sft", rm: "reward", ppo: "ppo", dpo: "dpo", kto: "kto" })),
  finetuning_type: means("training.method", word({ full: "full", freeze: "freeze" })),
  tensor_model_parallel_size: means("parallelism.tensor"),
  pipeline_model_parallel_size: means("parallelism.pipeline"),
  expert_model_parallel_size: means("parallelism.expert"),
};

/** ms-swift's own words, in YAML and as flags. */
export const msSwift: Vocabulary = {
  model: means("model.id"),
  target_modules: means("training.lora.target_modules", modules),
  quant_bits: means("training.quantization", bits),
  torch_dtype: means("training.precision", dtype),
  attn_impl: means("training.attention", attention),
  deepspeed: means(
    "parallelism.strategy",
    word({ zero0: "ddp", zero1: "zero1", zero2: "zero2", zero3: "zero3", zero2_offload: "zero2", zero3_offload: "zero3" }),
  ),
  dataset: means("data.dataset", datasets),
  rlhf_type: means(
    "training.objective",
    word({ dpo: "dpo", orpo: "orpo", simpo: "simpo", kto: "kto", cpo: "cpo", rm: "reward", ppo: "ppo", grpo: "grpo", gkd: "distill" }),
  ),
  micro_batch_size: means("training.micro_batch_size"),
  global_batch_size: means("training.global_batch_size"),
  tensor_model_parallel_size: means("parallelism.tensor"),
  pipeline_model_parallel_size: means("parallelism.pipeline"),
  expert_model_parallel_size: means("parallelism.expert"),
};

/** Spellings people invent for the same facts when they write their own script. */
export const homeMade: Vocabulary = {
  base_model: means("model.id"),
  model_id: means("model.id"),
  model_name: means("model.id"),
  name_or_path: means("model.id"),
  pretrained_model_name_or_path: means("model.id"),
  seq_length: means("training.sequence_length", countOrNone),
  seq_len: means("training.sequence_length", countOrNone),
  sequence_len: means("training.sequence_length", countOrNone),
  sequence_length: means("training.sequence_length", countOrNone),
  cutoff_len: means("training.sequence_length", countOrNone),
  context_length: means("training.sequence_length", countOrNone),
  micro_batch_size: means("training.micro_batch_size"),
  per_device_batch_size: means("training.micro_batch_size"),
  batch_size: means("training.micro_batch_size"),
  train_batch_size: means("training.micro_batch_size"),
  num_epochs: means("training.epochs"),
  epochs: means("training.epochs"),
  grad_accum: means("training.gradient_accumulation_steps"),
  accumulation_steps: means("training.gradient_accumulation_steps"),
  grad_accumulation: means("training.gradient_accumulation_steps"),
  gradient_accumulation: means("training.gradient_accumulation_steps"),
  optimizer: means("training.optimizer", optimizer),
  precision: means("training.precision", dtype),
  mixed_precision: means("training.precision", dtype),
  bits: means("training.quantization", bits),
  flash_attention: means("training.attention", flag("flash")),
  lora_dim: means("training.lora.rank", countOrNone),
  zero_stage: means("parallelism.strategy", word({ "1": "zero1", "2": "zero2", "3": "zero3" })),
};
