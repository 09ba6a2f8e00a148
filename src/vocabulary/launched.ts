import { count, ok, plainNumber, type Reader, wrong } from "../model/reading.js";
import { type Seconds, seconds } from "../model/units.js";
import { attention, countOrNone, dtype, flag, numberOrNone, optimizer, share, word } from "./scalars.js";
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
  encoder_seq_length: means("training.sequence_length", countOrNone),
  train_iters: means("training.max_steps", countOrNone),
  tensor_model_parallel_size: means("parallelism.tensor"),
  pipeline_model_parallel_size: means("parallelism.pipeline"),
  context_parallel_size: means("parallelism.context"),
  expert_model_parallel_size: means("parallelism.expert"),
  sequence_parallel: means("parallelism.sequence_parallel"),
  use_megatron_fsdp: means("parallelism.strategy", flag("fsdp")),
  use_custom_fsdp: means("parallelism.strategy", flag("fsdp")),
  use_torch_fsdp2: means("parallelism.strategy", flag("fsdp")),
  // Megatron-DeepSpeed's own
  zero_stage: means("parallelism.strategy", word({ "0": "ddp", "1": "zero1", "2": "zero2", "3": "zero3" })),
  use_distributed_optimizer: means("parallelism.strategy", flag("zero1")),
  fp8_format: means("training.precision", word({ hybrid: "fp8", e4m3: "fp8" })),
  bf16: means("training.precision", flag("bf16")),
  fp16: means("training.precision", flag("fp16")),
  optimizer: means("training.optimizer", optimizer),
  // of the tasks that fine-tune (`tasks/main.py`)
  epochs: means("training.epochs"),
  activations_checkpoint_method: means("training.gradient_checkpointing", word({ uniform: true, block: true })),
  checkpoint_activations: means("training.gradient_checkpointing", flag(true)),
  deepspeed_activation_checkpointing: means("training.gradient_checkpointing", flag(true)),
  recompute_activations: means("training.gradient_checkpointing", flag("selective")),
  recompute_granularity: means("training.gradient_checkpointing", word({ full: true, selective: "selective" })),
  use_flash_attn: means("training.attention", flag("flash")),
  exit_duration_in_mins: means("resources.time_limit", minutes),
};

/** Every estimator but `gae` does without a critic. */
const estimator = word({ gae: "ppo", group_norm: "grpo", dr_grpo: "grpo", rloo: "grpo", reinforce: "grpo", reinforce_baseline: "grpo" });

export const openRlhf: Vocabulary = {
  advantage_estimator: means("training.objective", estimator),
  "algo.advantage.estimator": means("training.objective", estimator),
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
  attn_implementation: means("training.attention", attention),
  ring_attn_size: means("parallelism.context", countOrNone),
  ds_tensor_parallel_size: means("parallelism.tensor", countOrNone),
  packing_samples: means("training.packing", flag(true)),
  adam_offload: means("parallelism.offload", flag("optimizer")),
  max_samples: means("data.examples", countOrNone),
  rollout_batch_size: means("training.prompts_per_step", countOrNone),
  n_samples_per_prompt: means("training.num_generations", countOrNone),
  prompt_max_len: means("training.max_prompt_length", countOrNone),
  generate_max_len: means("training.max_completion_length", countOrNone),
  colocate_all_models: means("training.generator", flag("vllm")),
  vllm_gpu_memory_utilization: means("training.vllm_gpu_memory_utilization", share),
  vllm_tensor_parallel_size: means("training.vllm_tensor_parallel_size", countOrNone),
  init_kl_coef: means("training.beta", numberOrNone),
  // since 2026-04: dotted
  "rollout.batch_size": means("training.prompts_per_step", countOrNone),
  "rollout.n_samples_per_prompt": means("training.num_generations", countOrNone),
  "data.prompt_max_len": means("training.max_prompt_length", countOrNone),
  "data.generate_max_len": means("training.max_completion_length", countOrNone),
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

/** Flags of slime's `train.py`, which hands the rest on to Megatron. https://github.com/THUDM/slime (slime/utils/arguments.py) */
export const slime: Vocabulary = {
  hf_checkpoint: means("model.id"),
  advantage_estimator: means(
    "training.objective",
    word({ grpo: "grpo", gspo: "grpo", reinforce_plus_plus: "grpo", reinforce_plus_plus_baseline: "grpo", ppo: "ppo" }),
  ),
  rollout_batch_size: means("training.prompts_per_step", countOrNone),
  n_samples_per_prompt: means("training.num_generations", countOrNone),
  num_rollout: means("training.max_steps", countOrNone),
  rollout_max_prompt_len: means("training.max_prompt_length", countOrNone),
  rollout_max_response_len: means("training.max_completion_length", countOrNone),
  kl_loss_coef: means("training.beta", numberOrNone),
  train_backend: means("parallelism.strategy", word({ fsdp: "fsdp" })),
  gradient_checkpointing: means("training.gradient_checkpointing", flag(true)),
  actor_num_nodes: means("resources.nodes", countOrNone),
  actor_num_gpus_per_node: means("resources.accelerators_per_node", countOrNone),
};

/** Prompt and answer together are one sequence: pairs of keys, in YAML, as `key=value` and as flags. */
export const PROMPT_AND_ANSWER: readonly (readonly [prompt: string, answer: string])[] = [
  ["data.max_prompt_length", "data.max_response_length"],
  ["max_prompt_length", "max_completion_length"],
  ["max_prompt_length", "max_response_length"],
  ["prompt_max_len", "generate_max_len"],
  ["max_input_length", "max_output_length"],
  ["max_source_length", "max_target_length"],
  ["max_prompt_seq_len", "max_answer_seq_len"],
  ["maxlen_prompt", "maxlen_res"],
  ["source_max_len", "target_max_len"],
  ["data.prompt_max_len", "data.generate_max_len"],
];

/** "1 # do not modify, grad acc is automatic for training megatron models" (NeMo, megatron_gpt_config.yaml): it follows from the global batch. */
const accumulated: Reader<number | undefined> = (raw) => (plainNumber(raw) === 1 ? ok(undefined) : count(raw));

/** Hydra paths of NeMo 1 and 2 launch scripts and of the NeMo launcher's YAML. */
export const nemo: Vocabulary = {
  "trainer.devices": means("resources.accelerators_per_node", countOrNone),
  "trainer.num_nodes": means("resources.nodes", countOrNone),
  "trainer.precision": means("training.precision", dtype),
  "trainer.max_epochs": means("training.epochs"),
  "trainer.max_steps": means("training.max_steps", countOrNone),
  "trainer.accumulate_grad_batches": means("training.gradient_accumulation_steps", accumulated),
  "model.micro_batch_size": means("training.micro_batch_size"),
  "model.data.train_ds.micro_batch_size": means("training.micro_batch_size"),
  "model.global_batch_size": means("training.global_batch_size"),
  "model.data.train_ds.global_batch_size": means("training.global_batch_size"),
  "model.encoder_seq_length": means("training.sequence_length"),
  "model.data.train_ds.max_seq_length": means("training.sequence_length"),
  "model.data.train_ds.max_src_seq_length": means("training.sequence_length"),
  "model.data.seq_length": means("training.sequence_length"),
  "model.max_context_width": means("training.sequence_length"),
  "model.train_batch_size": means("training.micro_batch_size"),
  "model.tensor_model_parallel_size": means("parallelism.tensor"),
  "model.pipeline_model_parallel_size": means("parallelism.pipeline"),
  "model.context_parallel_size": means("parallelism.context"),
  "model.expert_model_parallel_size": means("parallelism.expert"),
  "model.sequence_parallel": means("parallelism.sequence_parallel"),
  "model.activations_checkpoint_granularity": means("training.gradient_checkpointing", word({ full: true, selective: "selective" })),
  "model.activation_checkpointing": means("training.gradient_checkpointing"),
  "model.optim.name": means("training.optimizer", optimizer),
  "model.peft.lora_tuning.adapter_dim": means("training.lora.rank", countOrNone),
};
