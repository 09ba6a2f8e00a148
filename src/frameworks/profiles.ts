import { HUGGING_FACE } from "./profiles/hugging-face.js";
import { ON_MEGATRON } from "./profiles/megatron.js";
import { OWN_FINE_TUNING } from "./profiles/own-fine-tuning.js";
import { OWN_PRETRAINING } from "./profiles/own-pretraining.js";
import { SAMPLING } from "./profiles/sampling.js";
import { COMPILED_BY_XLA } from "./profiles/xla.js";

/** One row a framework. Adding one touches the table of its family only. */
export const PROFILES = { ...HUGGING_FACE, ...ON_MEGATRON, ...OWN_FINE_TUNING, ...OWN_PRETRAINING, ...COMPILED_BY_XLA, ...SAMPLING };
