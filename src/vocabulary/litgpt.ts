import { countOrNone, dtype, optimizer, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

const QUANTIZED = {
  "bnb.nf4": "nf4",
  "bnb.nf4-dq": "nf4-dq",
  "bnb.fp4": "nf4",
  "bnb.fp4-dq": "nf4-dq",
  "bnb.int8-training": "int8",
} as const;

/** Keys of LitGPT's configs and flags of its commands: jsonargparse makes them the same. */
export const litgpt: Vocabulary = {
  model_name: means("model.id"),
  "train.micro_batch_size": means("training.micro_batch_size"),
  "train.global_batch_size": means("training.global_batch_size"),
  "train.epochs": means("training.epochs"),
  "train.max_steps": means("training.max_steps", countOrNone),
  "train.max_tokens": means("training.tokens"),
  "train.max_seq_length": means("training.sequence_length", countOrNone),
  precision: means("training.precision", dtype),
  quantize: means("training.quantization", word(QUANTIZED)),
  optimizer: means("training.optimizer", optimizer),
  "optimizer.class_path": means("training.optimizer", optimizer),
  lora_r: means("training.lora.rank", countOrNone),
  lora_alpha: means("training.lora.alpha"),
  lora_dropout: means("training.lora.dropout"),
  devices: means("resources.accelerators_per_node", countOrNone),
  num_nodes: means("resources.nodes", countOrNone),
};
