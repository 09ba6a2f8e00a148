import type { Profile } from "../profile.js";
import { HALF_WITH_MASTERS } from "./defaults.js";

const MEGATRON: Profile = {
  title: "Megatron-LM",
  versions: "core 0.8 and later",
  source: "Megatron-LM arguments.py; arXiv 2205.05198",
  defaults: {
    ...HALF_WITH_MASTERS,
    "training.micro_batch_size": 1,
    "training.gradient_dtype": "fp32",
    "training.optimizer": "adamw_torch",
    "parallelism.sequence_parallel": true,
    "parallelism.strategy": "zero1",
  },
  habits: {
    loss: "vocabulary_parallel",
    kernels: "megatron",
    own_zero: true,
    pads_vocabulary: true,
    loops_experts: false,
    keeps_gradients: true,
    adapter_bytes: 2,
    fused_adam: true,
    cast_width: 700,
    overlaps_tensor: 0.7,
    balances_context: true,
  },
  fp16: { defaults: { "training.attention": "eager" }, habits: { launch: 2.2 } },
};

const NEMO_1 = "NeMo 1 tuning/conf/megatron_gpt_finetuning_config.yaml: lora_tuning.target_modules attention_qkv";

/** Megatron-LM and what runs on Megatron Core. */
export const ON_MEGATRON = {
  megatron: MEGATRON,
  nemo: {
    ...MEGATRON,
    title: "NeMo",
    versions: "2.0 and later",
    source: "NeMo recipes and MegatronStrategy, on Megatron Core; finetune_recipe: packed_sequence = performance_mode, which is off",
    sft: { "training.packing": false },
    // NeMo-RL examples/configs/grpo_math_1B.yaml
    rollout: {
      "training.num_generations": 16,
      "training.prompts_per_step": 32,
      "training.generator": "vllm",
      "training.vllm_gpu_memory_utilization": 0.6,
      "training.beta": 0.01,
    },
    // nemo/collections/llm/peft/lora.py
    adapters: { "training.lora.rank": 32, "training.lora.target_modules": "all-linear" },
    habits: { ...MEGATRON.habits, generator_sleeps: true, old_log_probs: true, reference_on_host: true },
    before: [{ version: "2", source: NEMO_1, adapters: { "training.lora.target_modules": ["linear_qkv"] } }],
    // Containers are numbered by year and month.
    since: [
      { version: "23", source: NEMO_1, adapters: { "training.lora.target_modules": ["linear_qkv"] } },
      { version: "24.09", source: "NeMo container 24.09: NeMo 2.0", adapters: { "training.lora.target_modules": "all-linear" } },
    ],
  },
  "gpt-neox": {
    ...MEGATRON,
    title: "GPT-NeoX",
    defaults: { ...MEGATRON.defaults, "training.precision": "fp16", "parallelism.sequence_parallel": false },
    habits: { ...MEGATRON.habits, own_zero: false },
  },
} as const satisfies Readonly<Record<string, Profile>>;
