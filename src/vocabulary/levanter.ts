import { countOrNone, modules } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** Keys of Levanter's configs, which its programs also take as `--trainer.num_train_steps 1000`. */
export const levanter: Vocabulary = {
  "trainer.train_batch_size": means("training.global_batch_size"),
  "trainer.num_train_steps": means("training.max_steps", countOrNone),
  "trainer.per_device_parallelism": means("training.micro_batch_size", countOrNone),
  "model.seq_len": means("training.sequence_length"),
  "model.max_seq_len": means("training.sequence_length"),
  "model.gradient_checkpointing": means("training.gradient_checkpointing"),
  initialize_from_hf: means("model.id"),
  model_name_or_path: means("model.id"),
  "lora.r": means("training.lora.rank"),
  "lora.alpha": means("training.lora.alpha"),
  "lora.target_modules": means("training.lora.target_modules", modules),
};
