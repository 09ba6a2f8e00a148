import { ok, type Reader } from "../model/reading.js";
import { homeMade } from "../vocabulary/home-made.js";
import { hfTrainer, llamaFactory } from "../vocabulary/hugging-face.js";
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

/** `--gpus 4`, and the devices `0,1` as PyTorch Lightning's trainer takes them. */
const devices: Reader<number | undefined> = (raw) => {
  const text = String(raw);
  return /^\d+(,\d+)+$/.test(text) ? ok(text.split(",").length) : /^\d+$/.test(text) ? countOrNone(raw) : ok(undefined);
};

/** Lightning's words for what is sharded, and ColossalAI's of its chat examples. */
export const strategy = word({
  ddp: "ddp",
  fsdp: "fsdp",
  deepspeed: "zero2",
  deepspeed_stage_1: "zero1",
  deepspeed_stage_2: "zero2",
  deepspeed_stage_2_offload: "zero2",
  deepspeed_stage_3: "zero3",
  deepspeed_stage_3_offload: "zero3",
  colossalai_zero2: "zero2",
  colossalai_zero2_cpu: "zero2",
  colossalai_gemini: "zero3",
});

/** Words of PyTorch Lightning's trainer, as flags, under `trainer.` and in Hydra templates. */
const LIGHTNING: Vocabulary = {
  gpus: means("resources.accelerators_per_node", devices),
  "trainer.gpus": means("resources.accelerators_per_node", devices),
  "trainer.devices": means("resources.accelerators_per_node", devices),
  "trainer.num_nodes": means("resources.nodes", countOrNone),
  strategy: means("parallelism.strategy", strategy),
  "trainer.strategy": means("parallelism.strategy", strategy),
  accumulate_grad_batches: means("training.gradient_accumulation_steps", countOrNone),
  "trainer.accumulate_grad_batches": means("training.gradient_accumulation_steps", countOrNone),
  "trainer.max_epochs": means("training.epochs"),
  "trainer.max_steps": means("training.max_steps", countOrNone),
  "trainer.precision": means("training.precision", dtype),
  "training.microbatch_size": means("training.micro_batch_size", countOrNone),
  "data.batch_size": means("training.micro_batch_size", countOrNone),
  "datamodule.batch_size": means("training.micro_batch_size", countOrNone),
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
export const SCRIPT: Vocabulary = { ...llamaFactory, ...hfTrainer, ...homeMade, ...COUNTS, ...LIGHTNING };
