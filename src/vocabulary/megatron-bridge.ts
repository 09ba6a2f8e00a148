import { megatron } from "./launched.js";
import { countOrNone, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** Flags of Megatron-Bridge's `scripts/performance`. */
export const megatronBridge: Vocabulary = {
  ...megatron,
  gpu: means("resources.accelerator"),
  gpus_per_node: means("resources.accelerators_per_node", countOrNone),
  compute_dtype: means("training.precision", word({ bf16: "bf16", fp8: "fp8", fp8_cs: "fp8", fp8_mx: "fp8", fp8_ds: "fp8", nvfp4: "fp8" })),
  max_steps: means("training.max_steps", countOrNone),
};
