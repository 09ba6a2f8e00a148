import { attention, countOrNone, dtype, flag, modules, numberOrNone, optimizer, share, word } from "./scalars.js";
import { verl } from "./verl.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** Keys of oumi's training configs, which `oumi train` also takes as `--training.max_steps`. */
export const oumi: Vocabulary = {
  "model.model_name": means("model.id"),
  "model.model_max_length": means("training.sequence_length", countOrNone),
  "training.trainer_kwargs.max_length": means("training.sequence_length", countOrNone),
  "training.trainer_kwargs.max_seq_length": means("training.sequence_length", countOrNone),
  "model.attn_implementation": means("training.attention", attention),
  "model.torch_dtype_str": means("training.weights_dtype", dtype),
  "training.per_device_train_batch_size": means("training.micro_batch_size"),
  "training.gradient_accumulation_steps": means("training.gradient_accumulation_steps"),
  "training.num_train_epochs": means("training.epochs"),
  "training.max_steps": means("training.max_steps", countOrNone),
  "training.enable_gradient_checkpointing": means("training.gradient_checkpointing"),
  "training.optimizer": means("training.optimizer", optimizer),
  "training.mixed_precision_dtype": means("training.precision", word({ bf16: "bf16", fp16: "fp16" })),
  "fsdp.mixed_precision": means("training.precision", word({ bf16: "bf16", fp16: "fp16" })),
  "data.train.pack": means("training.packing"),
  "training.trainer_kwargs.packing": means("training.packing"),
  "peft.lora_r": means("training.lora.rank"),
  "peft.lora_alpha": means("training.lora.alpha"),
  "peft.lora_dropout": means("training.lora.dropout"),
  "peft.lora_target_modules": means("training.lora.target_modules", modules),
  "peft.q_lora": means("training.quantization", flag("nf4")),
  "fsdp.enable_fsdp": means("parallelism.strategy", flag("fsdp")),
  "model.enable_liger_kernel": means("training.fused_loss", flag(true)),
  ...Object.fromEntries(Object.entries(verl).map(([key, meaning]) => [`training.verl_config_overrides.${key}`, meaning])),
  "training.grpo.num_generations": means("training.num_generations", countOrNone),
  "training.grpo.max_prompt_length": means("training.max_prompt_length", countOrNone),
  "training.grpo.max_completion_length": means("training.max_completion_length", countOrNone),
  "training.grpo.use_vllm": means("training.generator", flag("vllm")),
  "training.grpo.vllm_gpu_memory_utilization": means("training.vllm_gpu_memory_utilization", share),
  "training.grpo.beta": means("training.beta", numberOrNone),
  "deepspeed.zero_stage": means("parallelism.strategy", word({ "1": "zero1", "2": "zero2", "3": "zero3" })),
};
