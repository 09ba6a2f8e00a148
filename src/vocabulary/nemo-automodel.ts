import { attention, countOrNone, dtype, modules, optimizer, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** Words of NeMo AutoModel's recipes: the same in their YAML and as `--flags`. */
export const nemoAutomodel: Vocabulary = {
  "model.pretrained_model_name_or_path": means("model.id"),
  "model.config.pretrained_model_name_or_path": means("model.id"),
  "model.torch_dtype": means("training.weights_dtype", dtype),
  "model.attn_implementation": means("training.attention", attention),
  "step_scheduler.local_batch_size": means("training.micro_batch_size"),
  "step_scheduler.global_batch_size": means("training.global_batch_size"),
  "step_scheduler.max_steps": means("training.max_steps", countOrNone),
  "step_scheduler.num_epochs": means("training.epochs"),
  "packed_sequence.packed_sequence_size": means("training.sequence_length", countOrNone),
  "dataset.seq_length": means("training.sequence_length", countOrNone),
  "dataset.seq_len": means("training.sequence_length", countOrNone),
  "optimizer._target_": means("training.optimizer", optimizer),
  "distributed.strategy": means("parallelism.strategy", word({ fsdp2: "fsdp", megatron_fsdp: "fsdp", ddp: "ddp" })),
  "distributed.tp_size": means("parallelism.tensor", countOrNone),
  "distributed.pp_size": means("parallelism.pipeline", countOrNone),
  "distributed.cp_size": means("parallelism.context", countOrNone),
  "distributed.ep_size": means("parallelism.expert", countOrNone),
  "distributed.sequence_parallel": means("parallelism.sequence_parallel"),
  "distributed.activation_checkpointing": means("training.gradient_checkpointing"),
  "peft.dim": means("training.lora.rank", countOrNone),
  "peft.alpha": means("training.lora.alpha"),
  "peft.dropout": means("training.lora.dropout"),
  "peft.target_modules": means("training.lora.target_modules", modules),
};
