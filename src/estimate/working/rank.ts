import { microTokens } from "../memory/kept.js";
import type { Working } from "./line.js";

/** What the lines of time rest on. */
export const BATCH = ["training.micro_batch_size", "training.sequence_length", "data.tokens_per_example"] as const;
export const LAYOUT = ["parallelism.strategy", "parallelism.tensor", "parallelism.pipeline", "parallelism.context"] as const;
export const CARD = ["resources.accelerator", "training.precision"] as const;

/** Ranks that one copy of the model is cut over, and tokens of one micro batch of it. */
export const split = ({ setup }: Working) => setup.tensor * setup.pipeline * setup.context;
export const tokens = ({ setup }: Working) => microTokens(setup) * setup.context;
