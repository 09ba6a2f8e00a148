import { count, ok, plainNumber, type Reader, wrong } from "../model/reading.js";
import { type Seconds, seconds } from "../model/units.js";
import { countOrNone, flag, optimizer, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

const minutes: Reader<Seconds> = (raw) => {
  const number = plainNumber(raw);
  return number !== undefined && number > 0 ? ok(seconds(number * 60)) : wrong("minutes");
};

/** Flags of Megatron-LM's `arguments.py`. */
export const megatron: Vocabulary = {
  micro_batch_size: means("training.micro_batch_size"),
  global_batch_size: means("training.global_batch_size"),
  seq_length: means("training.sequence_length", countOrNone),
  train_iters: means("training.max_steps", countOrNone),
  tensor_model_parallel_size: means("parallelism.tensor"),
  pipeline_model_parallel_size: means("parallelism.pipeline"),
  context_parallel_size: means("parallelism.context"),
  expert_model_parallel_size: means("parallelism.expert"),
  sequence_parallel: means("parallelism.sequence_parallel"),
  use_distributed_optimizer: means("parallelism.strategy", flag("zero1")),
  fp8_format: means("training.precision", word({ hybrid: "fp8", e4m3: "fp8" })),
  bf16: means("training.precision", flag("bf16")),
  fp16: means("training.precision", flag("fp16")),
  optimizer: means("training.optimizer", optimizer),
  checkpoint_activations: means("training.gradient_checkpointing", flag(true)),
  recompute_activations: means("training.gradient_checkpointing", flag("selective")),
  recompute_granularity: means("training.gradient_checkpointing", word({ full: true, selective: "selective" })),
  use_flash_attn: means("training.attention", flag("flash")),
  exit_duration_in_mins: means("resources.time_limit", minutes),
};

/** Flags that state the model's shape itself. */
export const MEGATRON_SHAPE: Readonly<Record<string, string>> = {
  num_layers: "num_hidden_layers",
  hidden_size: "hidden_size",
  num_attention_heads: "num_attention_heads",
  ffn_hidden_size: "intermediate_size",
  num_query_groups: "num_key_value_heads",
  vocab_size: "vocab_size",
  padded_vocab_size: "vocab_size",
  max_position_embeddings: "max_position_embeddings",
  num_experts: "num_local_experts",
  moe_router_topk: "num_experts_per_tok",
  moe_ffn_hidden_size: "moe_intermediate_size",
};

export const openRlhf: Vocabulary = {
  pretrain: means("model.id"),
  micro_train_batch_size: means("training.micro_batch_size", count),
  train_batch_size: means("training.global_batch_size", count),
  max_epochs: means("training.epochs"),
  max_len: means("training.sequence_length", countOrNone),
  bf16: means("training.precision", flag("bf16")),
  gradient_checkpointing: means("training.gradient_checkpointing", flag(true)),
  zero_stage: means("parallelism.strategy", word({ "0": "ddp", "1": "zero1", "2": "zero2", "3": "zero3" })),
  lora_rank: means("training.lora.rank", countOrNone),
  lora_alpha: means("training.lora.alpha"),
  load_in_4bit: means("training.quantization", flag("nf4")),
  flash_attn: means("training.attention", flag("flash")),
  packing_samples: means("training.packing", flag(true)),
  adam_offload: means("parallelism.offload", flag("optimizer")),
  max_samples: means("data.examples", countOrNone),
  // since 2026-04: dotted
  "model.model_name_or_path": means("model.id"),
  "actor.model_name_or_path": means("model.id"),
  "train.micro_batch_size": means("training.micro_batch_size", count),
  "train.batch_size": means("training.global_batch_size", count),
  "train.max_epochs": means("training.epochs"),
  "data.max_len": means("training.sequence_length", countOrNone),
  "ds.zero_stage": means("parallelism.strategy", word({ "0": "ddp", "1": "zero1", "2": "zero2", "3": "zero3" })),
  "ds.lora.rank": means("training.lora.rank", countOrNone),
  "ds.param_dtype": means("training.precision", word({ bf16: "bf16", fp16: "fp16" })),
  "ds.packing_samples": means("training.packing", flag(true)),
  "model.gradient_checkpointing_enable": means("training.gradient_checkpointing", flag(true)),
  "actor.gradient_checkpointing_enable": means("training.gradient_checkpointing", flag(true)),
  actor_num_gpus_per_node: means("resources.accelerators_per_node", count),
  "actor.num_gpus_per_node": means("resources.accelerators_per_node", count),
  actor_num_nodes: means("resources.nodes", count),
  "actor.num_nodes": means("resources.nodes", count),
};

/** Hydra paths of verl: the same in its YAML and on the command line. */
export const verl: Vocabulary = {
  "actor_rollout_ref.model.path": means("model.id"),
  "model.partial_pretrain": means("model.id"),
  "model.path": means("model.id"),
  "trainer.n_gpus_per_node": means("resources.accelerators_per_node", countOrNone),
  "trainer.nnodes": means("resources.nodes", countOrNone),
  "trainer.total_epochs": means("training.epochs"),
  "trainer.total_training_steps": means("training.max_steps", countOrNone),
  "data.train_batch_size": means("training.global_batch_size", countOrNone),
  "actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu": means("training.micro_batch_size", countOrNone),
  "data.micro_batch_size_per_gpu": means("training.micro_batch_size", countOrNone),
  "algorithm.adv_estimator": means("training.objective", word({ gae: "ppo", grpo: "grpo", rloo: "grpo", reinforce_plus_plus: "grpo" })),
  "data.max_length": means("training.sequence_length", countOrNone),
  "actor_rollout_ref.model.enable_gradient_checkpointing": means("training.gradient_checkpointing"),
  "model.enable_gradient_checkpointing": means("training.gradient_checkpointing"),
  "actor_rollout_ref.model.lora_rank": means("training.lora.rank", countOrNone),
  "model.lora_rank": means("training.lora.rank", countOrNone),
  "actor_rollout_ref.model.lora_alpha": means("training.lora.alpha"),
  "actor_rollout_ref.actor.strategy": means("parallelism.strategy", word({ fsdp: "fsdp", fsdp2: "fsdp" })),
};
