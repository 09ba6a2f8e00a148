import { homeMade } from "../vocabulary/home-made.js";
import { hfTrainer, llamaFactory } from "../vocabulary/hugging-face.js";
import { lightning } from "../vocabulary/lightning.js";
import { countOrNone, dtype, flag, modules, optimizer, quantWord, word } from "../vocabulary/scalars.js";
import { means, type Vocabulary } from "../vocabulary/vocabulary.js";

/** Counts that people's own scripts take as flags; a config's keys of these names may mean anything. */
const COUNTS: Vocabulary = {
  bert_model: means("model.id"),
  num_steps: means("training.max_steps", countOrNone),
  steps: means("training.max_steps", countOrNone),
  batch: means("training.micro_batch_size", countOrNone),
  max_iters: means("training.max_steps", countOrNone),
  num_iterations: means("training.max_steps", countOrNone),
  train_iters: means("training.max_steps", countOrNone),
  accum: means("training.gradient_accumulation_steps", countOrNone),
  "model.path": means("model.id"),
  "trainer.total_epochs": means("training.epochs"),
  total_epochs: means("training.epochs"),
  max_epochs: means("training.epochs"),
  n_epochs: means("training.epochs"),
  n_epoch: means("training.epochs"),
  num_nodes: means("resources.nodes", countOrNone),
  nnodes: means("resources.nodes", countOrNone),
  gpus_per_node: means("resources.accelerators_per_node", countOrNone),
  num_gpus_per_node: means("resources.accelerators_per_node", countOrNone),
  nproc_per_node: means("resources.accelerators_per_node", countOrNone),
};

/** Flags of Hugging Face AutoTrain's command. */
export const AUTOTRAIN: Vocabulary = {
  model: means("model.id"),
  batch_size: means("training.micro_batch_size"),
  epochs: means("training.epochs"),
  gradient_accumulation: means("training.gradient_accumulation_steps"),
  block_size: means("training.sequence_length", countOrNone),
  model_max_length: means("training.sequence_length", countOrNone),
  mixed_precision: means("training.precision", dtype),
  quantization: means("training.quantization", quantWord),
  optimizer: means("training.optimizer", optimizer),
  lora_r: means("training.lora.rank", countOrNone),
  lora_alpha: means("training.lora.alpha"),
  target_modules: means("training.lora.target_modules", modules),
  trainer: means("training.objective", word({ sft: "sft", dpo: "dpo", orpo: "orpo", reward: "reward" })),
};

/** Flags of fairseq's `fairseq-train`. */
export const FAIRSEQ: Vocabulary = {
  batch_size: means("training.micro_batch_size"),
  max_sentences: means("training.micro_batch_size"),
  update_freq: means("training.gradient_accumulation_steps", countOrNone),
  max_update: means("training.max_steps", countOrNone),
  max_epoch: means("training.epochs"),
  fp16: means("training.precision", flag("fp16")),
  bf16: means("training.precision", flag("bf16")),
  optimizer: means("training.optimizer", optimizer),
};

/** Flags of scripts of nobody's framework. */
export const SCRIPT: Vocabulary = { ...llamaFactory, ...hfTrainer, ...homeMade, ...COUNTS, ...lightning };
