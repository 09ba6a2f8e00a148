import { attention, checkpointing, countOrOff, datasets, dtype, either, sharding, when } from "./readers.js";
import { means, type Vocabulary } from "./vocabulary.js";

/**
 * Words of `transformers.TrainingArguments`, TRL's `SFTConfig`, `DPOConfig`, `GRPOConfig`, `ModelConfig` and of the example scripts beside them:
 * the same as YAML keys and as `--flags`. https://huggingface.co/docs/transformers/main_classes/trainer
 */
export const hfTrainer: Vocabulary = {
  model_name_or_path: means("model.id"),
  model_name: means("model.id"),
  model_id: means("model.id"),
  config_name: means("model.id"),

  use_qlora: means("training.method", when("qlora")),
  use_peft: means("training.method", either("lora", "full")),
  use_lora: means("training.method", either("lora", "full")),
  load_in_4bit: means("training.quantization", when("nf4")),
  load_in_8bit: means("training.quantization", when("int8")),

  bf16: means("training.precision", when("bf16")),
  fp16: means("training.precision", when("fp16")),
  tf32: means("training.precision", when("tf32")),
  torch_dtype: means("training.weights_dtype", dtype),
  dtype: means("training.weights_dtype", dtype),
  model_dtype: means("training.weights_dtype", dtype),
  optim: means("training.optimizer"),

  max_seq_length: means("training.sequence_length"),
  max_seq_len: means("training.sequence_length"),
  max_length: means("training.sequence_length"),
  model_max_length: means("training.sequence_length"),
  block_size: means("training.sequence_length"),

  per_device_train_batch_size: means("training.micro_batch_size"),
  per_gpu_train_batch_size: means("training.micro_batch_size"),
  gradient_accumulation_steps: means("training.gradient_accumulation_steps"),
  gradient_checkpointing: means("training.gradient_checkpointing", checkpointing),
  activation_offloading: means("parallelism.offload", when("activations")),
  attn_implementation: means("training.attention", attention),
  use_flash_attention_2: means("training.attention", when("flash")),
  use_flash_attn: means("training.attention", when("flash")),
  use_liger_kernel: means("training.fused_loss"),
  use_liger: means("training.fused_loss"),
  packing: means("training.packing"),

  num_train_epochs: means("training.epochs"),
  max_steps: means("training.max_steps", countOrOff),
  max_train_steps: means("training.max_steps", countOrOff),

  dataset_name: means("data.dataset", datasets),
  dataset_mixer: means("data.dataset", datasets),
  dataset_mixer_list: means("data.dataset", datasets),
  dataset_id: means("data.dataset", datasets),
  dataset: means("data.dataset", datasets),
  max_train_samples: means("data.examples", countOrOff),

  fsdp: means("parallelism.strategy", sharding),
};
