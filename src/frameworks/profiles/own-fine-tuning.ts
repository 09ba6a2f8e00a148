import type { Profile } from "../profile.js";
import { FP32_MASTERS } from "./defaults.js";

/** Fine-tuning programs with models or training loops of their own. */
export const OWN_FINE_TUNING = {
  torchtune: {
    title: "torchtune",
    versions: "0.3 to 0.6",
    source: "torchtune recipes and configs",
    defaults: {
      "training.micro_batch_size": 2,
      "training.gradient_accumulation_steps": 8,
      "training.epochs": 1,
      "training.optimizer": "adamw_torch_fused",
      "training.gradient_checkpointing": true,
      "training.precision": "bf16",
      "training.weights_dtype": "bf16",
      "training.attention": "sdpa",
      "training.packing": false,
    },
    full: { "training.optimizer": "paged_adamw_8bit", "training.gradient_accumulation_steps": 1 },
    adapters: { "training.lora.rank": 8, "training.lora.target_modules": ["q_proj", "v_proj", "o_proj"] },
    habits: {
      loss: "chunked",
      kernels: "compiled",
      loops_experts: false,
      fsdp: "fsdp2",
      adapter_bytes: 2,
      repeats_kv: true,
      fused_adam: true,
    },
  },
  litgpt: {
    title: "LitGPT",
    versions: "0.4 to 0.5",
    source: "litgpt finetune/*.py, pretrain.py",
    defaults: {
      "training.micro_batch_size": 1,
      // TrainArgs(global_batch_size=16, micro_batch_size=1)
      "training.gradient_accumulation_steps": 16,
      "training.optimizer": "adamw_torch_fused",
      "training.gradient_checkpointing": false,
      "training.precision": "bf16",
      // get_default_supported_precision(training=True) is bf16-mixed: weights in fp32, autocast copies.
      "training.weights_dtype": "fp32",
      "training.attention": "sdpa",
      "training.packing": false,
      "training.epochs": 5,
    },
    // finetune/full.py, lora.py: FSDPStrategy as soon as there is a second device.
    full: { "parallelism.strategy": "fsdp" },
    adapters: { "training.lora.rank": 8, "training.lora.target_modules": ["query", "value"] },
    habits: {
      loss: "chunked_kept",
      adapter_bytes: 2,
      adapter_dropout: true,
      quantized_keeps_input: true,
      loads_whole: true,
      own_head: true,
      // Config.padded_vocab_size: multiples of 512.
      pads_vocabulary: true,
    },
    // litgpt/pretrain.py: torch.compile(model), AdamW fused.
    pretraining_habits: { kernels: "compiled", loss: "compiled", fused_adam: true },
  },
  fsdp_qlora: {
    title: "fsdp_qlora",
    versions: "2024-03",
    source: "AnswerDotAI/fsdp_qlora train.py",
    defaults: {
      "training.attention": "sdpa",
      "training.packing": true,
      "training.precision": "bf16",
      "training.weights_dtype": "bf16",
      "training.gradient_checkpointing": true,
      "training.optimizer": "adamw_torch",
    },
    adapters: { "training.lora.rank": 64, "training.lora.target_modules": "all-linear", "parallelism.strategy": "fsdp" },
    habits: { adapter_bytes: 2, autocast: false },
  },
  vectorlm: {
    title: "VectorLM",
    versions: "2024-05",
    source:
      "vectorlm utils/model_utils.py (bf16 throughout, FSDP, flash_attention_2, LoRA in bf16), configs/config.yaml; PEFT's targets for Llama",
    defaults: {
      "training.gradient_accumulation_steps": 4,
      "training.gradient_checkpointing": true,
      "training.attention": "flash",
      "training.precision": "bf16",
      "training.weights_dtype": "bf16",
      "training.optimizer": "adamw_torch",
      "parallelism.strategy": "fsdp",
    },
    adapters: { "training.lora.rank": 8, "training.lora.target_modules": ["q_proj", "v_proj"] },
    habits: { adapter_bytes: 2, adapter_dropout: true, autocast: false },
  },
  "prime-rl": {
    title: "prime-rl",
    versions: "0.2 to 0.3",
    source: "prime-rl trainer/config.py ModelConfig: attn flash_attention_2, compile and ac off",
    defaults: { ...FP32_MASTERS, "training.optimizer": "adamw_torch" },
    habits: { fsdp: "fsdp2", loops_experts: false, autocast: false },
  },
} as const satisfies Readonly<Record<string, Profile>>;
