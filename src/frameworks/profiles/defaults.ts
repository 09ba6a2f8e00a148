/** Of scripts that hold a model of transformers; their precision is the manifest's, or assumed. */
export const SCRIPT_DEFAULTS = {
  "training.micro_batch_size": 8,
  "training.gradient_accumulation_steps": 1,
  "training.epochs": 3,
  "training.optimizer": "adamw_torch_fused",
  "training.gradient_checkpointing": false,
  "training.attention": "sdpa",
  "training.packing": false,
} as const;

export const HF_DEFAULTS = { ...SCRIPT_DEFAULTS, "training.precision": "fp32" } as const;

/** trl GRPOConfig and RLOOConfig 0.20 to 0.28; `max_prompt_length` is 512 where the version has it. */
export const TRL_ROLLOUT = {
  "training.num_generations": 8,
  "training.max_prompt_length": 512,
  "training.max_completion_length": 256,
  "training.generator": "transformers",
  "training.vllm_gpu_memory_utilization": 0.3,
  "training.beta": 0,
} as const;

/** Pretraining stacks that hold half-precision weights beside an fp32 copy, whole sequences at a time. */
export const HALF_WITH_MASTERS = {
  "training.attention": "flash",
  "training.packing": true,
  "training.precision": "bf16",
  "training.weights_dtype": "bf16",
  "training.master_weights": true,
  "training.gradient_checkpointing": false,
} as const;

/** Pretraining stacks that shard fp32 weights and compute in bf16, whole sequences at a time. */
export const FP32_MASTERS = {
  "training.precision": "bf16",
  "training.weights_dtype": "fp32",
  "training.attention": "flash",
  "training.packing": true,
  "training.gradient_checkpointing": false,
  "training.optimizer": "adamw_torch_fused",
  "parallelism.strategy": "fsdp",
} as const;

/** What PyTorch does for a training loop that a person writes. */
export const PYTORCH = {
  "training.optimizer": "adamw_torch",
  "training.attention": "sdpa",
  "training.gradient_checkpointing": false,
} as const;
