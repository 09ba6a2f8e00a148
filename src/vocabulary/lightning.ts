import { ok, type Reader } from "../model/reading.js";
import { countOrNone, dtype, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

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

/** Words of PyTorch Lightning's trainer below `trainer`, in its CLI's configs and flags and in Hydra templates. */
export const lightningTrainer: Vocabulary = {
  "trainer.gpus": means("resources.accelerators_per_node", devices),
  "trainer.devices": means("resources.accelerators_per_node", devices),
  "trainer.num_nodes": means("resources.nodes", countOrNone),
  "trainer.strategy": means("parallelism.strategy", strategy),
  "trainer.accumulate_grad_batches": means("training.gradient_accumulation_steps", countOrNone),
  "trainer.max_epochs": means("training.epochs"),
  "trainer.max_steps": means("training.max_steps", countOrNone),
  "trainer.precision": means("training.precision", dtype),
};

/** The same as flags of people's own scripts. */
export const lightning: Vocabulary = {
  ...lightningTrainer,
  gpus: means("resources.accelerators_per_node", devices),
  strategy: means("parallelism.strategy", strategy),
  accumulate_grad_batches: means("training.gradient_accumulation_steps", countOrNone),
  "training.microbatch_size": means("training.micro_batch_size", countOrNone),
  "data.batch_size": means("training.micro_batch_size", countOrNone),
  "datamodule.batch_size": means("training.micro_batch_size", countOrNone),
};
