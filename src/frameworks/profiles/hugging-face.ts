import type { Profile } from "../profile.js";
import { HF_DEFAULTS, SCRIPT_DEFAULTS, TRL_ROLLOUT } from "./defaults.js";

const HF: Profile = {
  title: "Hugging Face Trainer",
  versions: "transformers 4.45 to 5",
  package: "transformers",
  source: "transformers TrainingArguments; PEFT LoraConfig",
  defaults: HF_DEFAULTS,
  rollout: TRL_ROLLOUT,
  adapters: { "training.lora.rank": 8, "training.weights_dtype": "bf16" },
  // prepare_model_for_kbit_training(use_gradient_checkpointing=True)
  quantized: { "training.gradient_checkpointing": true },
  habits: { fsdp_upcasts: true, kbit_fp32: true },
  before: [
    {
      version: "4.45",
      source: "transformers modeling_llama.py before 4.45",
      defaults: { "training.optimizer": "adamw_torch" },
      habits: { loss: "kept_fp32" },
    },
    { version: "4.54", source: "transformers TrainingArguments before 4.54", defaults: { "training.optimizer": "adamw_torch" } },
  ],
  since: [
    { version: "5", source: "transformers 5 integrations/moe.py: stacked experts, torch._grouped_mm", habits: { loops_experts: false } },
  ],
};

/** Versions of its own say nothing about those of transformers. */
const ON_TRANSFORMERS: Profile = { ...HF, before: [], since: [] };

const TRL: Profile = {
  ...HF,
  quantized: {},
  title: "TRL",
  package: "trl",
  versions: "0.20 and later",
  source: "trl SFTConfig, DPOConfig, GRPOConfig",
  defaults: { ...HF_DEFAULTS, "training.precision": "bf16", "training.gradient_checkpointing": true, "training.sequence_length": 1024 },
  full_habits: { loss: "fused" },
  since: [],
  before: [
    {
      version: "0.20",
      source: "trl SFTConfig before 0.20: TrainingArguments unchanged",
      defaults: { "training.precision": "fp32", "training.gradient_checkpointing": false, "training.optimizer": "adamw_torch" },
      full_habits: { loss: "full_fp32" },
    },
  ],
};

/** Trainer, TRL and what is built on transformers. */
export const HUGGING_FACE = {
  "hf-trainer": HF,
  trl: TRL,
  "alignment-handbook": TRL,
  peft: { ...ON_TRANSFORMERS, title: "PEFT example scripts", defaults: { ...HF_DEFAULTS, "training.precision": "bf16" } },
  "llama-recipes": {
    ...ON_TRANSFORMERS,
    title: "llama-recipes",
    versions: "0.0.1 to 0.0.5",
    source: "llama-recipes configs/training.py and peft.py; finetuning.py: weights in fp32 unless pure_bf16, checkpoints under FSDP",
    defaults: {
      ...SCRIPT_DEFAULTS,
      "training.precision": "bf16",
      "training.weights_dtype": "fp32",
      "training.micro_batch_size": 4,
      "training.sequence_length": 4096,
      "training.packing": true,
      "training.optimizer": "adamw_torch",
    },
    adapters: { "training.lora.rank": 8, "training.lora.target_modules": ["q_proj", "v_proj"] },
  },
  axolotl: {
    title: "axolotl",
    versions: "0.5 to 0.12",
    source: "axolotl config reference; examples",
    defaults: {
      "training.micro_batch_size": 1,
      "training.gradient_accumulation_steps": 1,
      "training.epochs": 1,
      "training.optimizer": "adamw_torch_fused",
      "training.gradient_checkpointing": false,
      "training.precision": "bf16",
      "training.weights_dtype": "bf16",
      "training.attention": "sdpa",
      "training.packing": false,
      "training.sequence_length": 2048,
    },
    rollout: TRL_ROLLOUT,
    adapters: { "training.lora.rank": 8 },
    habits: { fsdp: "fsdp2", fsdp_upcasts: true, eval_rows: "micro" },
  },
  "llama-factory": {
    title: "LLaMA-Factory",
    versions: "0.9",
    source: "LLaMA-Factory hparams; model/adapter.py init_adapter",
    defaults: {
      ...HF_DEFAULTS,
      "training.gradient_checkpointing": true,
      "training.sequence_length": 2048,
      "training.weights_dtype": "bf16",
    },
    // "Upcasting trainable params to float32": all but pure_bf16, BAdam, and ZeRO-3 or FSDP, which do so themselves.
    full: { "training.precision": "bf16", "training.weights_dtype": "fp32" },
    adapters: { "training.lora.rank": 8, "training.lora.target_modules": "all-linear" },
    habits: { fsdp_upcasts: true, upcasts_trained: true, projection_rank: 16 },
  },
  unsloth: {
    title: "Unsloth",
    versions: "2024.8 and later",
    source: "unsloth notebooks and kernels",
    defaults: {
      ...HF_DEFAULTS,
      "training.micro_batch_size": 2,
      "training.gradient_checkpointing": "offload",
      "training.optimizer": "adamw_8bit",
      "training.sequence_length": 2048,
      "training.precision": "bf16",
      "training.weights_dtype": "bf16",
    },
    rollout: { ...TRL_ROLLOUT, "training.vllm_gpu_memory_utilization": 0.5 },
    adapters: { "training.lora.rank": 16, "training.lora.target_modules": "all-linear" },
    habits: { loss: "fused", kernels: "unsloth", loops_experts: false },
  },
  "ms-swift": {
    title: "ms-swift",
    versions: "1 to 3",
    package: "ms-swift",
    model_parallel: "megatron",
    source: "ms-swift arguments; docs/Benchmark",
    defaults: {
      ...HF_DEFAULTS,
      "training.micro_batch_size": 1,
      "training.gradient_accumulation_steps": 16,
      "training.gradient_checkpointing": true,
      "training.precision": "bf16",
      "training.weights_dtype": "bf16",
      "training.sequence_length": 2048,
      "training.epochs": 1,
    },
    rollout: { ...TRL_ROLLOUT, "training.max_completion_length": 512, "training.vllm_gpu_memory_utilization": 0.9, "training.beta": 0.04 },
    adapters: { "training.lora.rank": 8, "training.lora.target_modules": "all-linear" },
    habits: { adapter_bytes: 4, kbit_fp32: true, eval_rows: "micro" },
    adapter_habits: { loss: "metric_fp32" },
    since: [{ version: "3", source: "ms-swift 3 trainers: the model's own loss", adapter_habits: { loss: "full_fp32" } }],
  },
  deepspeed: {
    ...ON_TRANSFORMERS,
    title: "DeepSpeed script",
    versions: "0.14 to 0.17",
    source: "DeepSpeed configuration; transformers defaults for the rest",
    // fp16 and bf16 stand in its own configuration: nobody takes it to train in fp32.
    defaults: { ...SCRIPT_DEFAULTS, "training.precision": "bf16" },
    shards: "zero3",
  },
  accelerate: {
    ...ON_TRANSFORMERS,
    title: "accelerate script",
    versions: "0.34 to 1.x",
    source: "accelerate FullyShardedDataParallelPlugin: upcasts what FSDP trains to fp32",
  },
  oumi: { ...ON_TRANSFORMERS, title: "Oumi", versions: "0.1 to 0.4", source: "oumi TrainingParams, on the Hugging Face Trainer and TRL" },
  ludwig: {
    ...ON_TRANSFORMERS,
    title: "Ludwig",
    versions: "0.8 to 0.10",
    source: "ludwig trainer configuration, on transformers and PEFT",
  },
  colossalai: {
    ...ON_TRANSFORMERS,
    title: "ColossalAI",
    versions: "0.3 to 0.5",
    source: "ColossalAI examples/language/llama/benchmark.py: bf16, enable_fused_normalization, HybridAdam; models of transformers",
    defaults: { ...HF_DEFAULTS, "training.precision": "bf16" },
    pretraining_habits: { kernels: "fused" },
  },
  xtuner: {
    title: "XTuner",
    versions: "0.1 to 0.2",
    source: "xtuner configs and benchmark docs",
    defaults: {
      "training.attention": "flash",
      "training.packing": true,
      "training.precision": "bf16",
      "training.weights_dtype": "bf16",
      "training.gradient_checkpointing": true,
      "training.optimizer": "adamw_torch",
      "training.micro_batch_size": 1,
    },
    habits: { kernels: "fused" },
  },
} as const satisfies Readonly<Record<string, Profile>>;
