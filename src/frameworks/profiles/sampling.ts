import type { Profile } from "../profile.js";
import { FP32_MASTERS } from "./defaults.js";

/** Programs whose policy samples what it learns from. */
export const SAMPLING = {
  verl: {
    title: "verl",
    versions: "0.3 to 0.7",
    source: "verl trainer/config/ppo_trainer.yaml: strategy fsdp, enable_gradient_checkpointing; fsdp_workers.py holds the actor in fp32",
    defaults: {
      ...FP32_MASTERS,
      "training.gradient_checkpointing": true,
      "training.attention": "flash",
      "training.precision": "bf16",
      "training.packing": true,
      "training.epochs": 30,
      "training.optimizer": "adamw_torch",
    },
    rollout: {
      "training.num_generations": 1,
      "training.max_prompt_length": 512,
      "training.max_completion_length": 512,
      "training.prompts_per_step": 1024,
      "training.generator": "vllm",
      "training.vllm_gpu_memory_utilization": 0.5,
      "training.vllm_tensor_parallel_size": 2,
    },
    habits: {
      loss: "half",
      autocast: false,
      fsdp_upcasts: true,
      generator_sleeps: true,
      old_log_probs: true,
      reference_on_host: true,
      batch_of_prompts: true,
    },
    model_parallel: "megatron",
  },
  openrlhf: {
    title: "OpenRLHF",
    versions: "0.5 to 0.9",
    source: "openrlhf/cli/train_ppo_ray.py: --zero_stage 2, --bf16, gradient_checkpointing off",
    defaults: {
      "parallelism.strategy": "zero2",
      "training.micro_batch_size": 4,
      "training.gradient_checkpointing": false,
      "training.attention": "sdpa",
      "training.precision": "bf16",
      "training.packing": false,
      "training.epochs": 1,
      "training.optimizer": "adamw_torch",
    },
    rollout: {
      "training.num_generations": 1,
      "training.max_prompt_length": 1024,
      "training.max_completion_length": 1024,
      "training.prompts_per_step": 1024,
      "training.generator": "vllm-server",
      "training.vllm_gpu_memory_utilization": 0.95,
      "training.beta": 0.01,
    },
    habits: { generator_sleeps: true, old_log_probs: true },
  },
} as const satisfies Readonly<Record<string, Profile>>;
