import { USUAL_LIMIT } from "../../estimate/lengths.js";
import type { Profile } from "../../frameworks/profile.js";
import type { MutableFacts } from "../../model/facts.js";
import { assumed } from "../../model/known.js";
import { pretrains } from "../../model/training.js";
import { fill, valueIn } from "./fill.js";
import { modelParallel, world } from "./strategy.js";

/** global = micro × accumulation × data-parallel ranks: two of the three give the other. [rows] */
export function batchFromGlobal(facts: MutableFacts, profile: Profile, adapters: boolean): void {
  const global = facts["training.global_batch_size"];
  if (!global) return;
  const ranks = Math.max(1, Math.floor(world(facts) / modelParallel(facts)));
  const micro = facts["training.micro_batch_size"];
  const accumulation = facts["training.gradient_accumulation_steps"];
  const note = "global_batch_size over data-parallel ranks";
  // Not what the file says: the number of data-parallel ranks is itself inferred.
  const share = (value: number) => assumed(value, note);
  if (micro && !accumulation)
    fill(facts, "training.gradient_accumulation_steps", share(Math.max(1, Math.round(global.value / micro.value / ranks))));
  else if (accumulation && !micro)
    fill(facts, "training.micro_batch_size", share(Math.max(1, Math.round(global.value / accumulation.value / ranks))));
  else if (!micro) {
    const rows = Math.max(1, Math.round(global.value / ranks));
    const together = profile.whole_batch ? rows : divisorOf(rows, usualRows(facts, adapters));
    const because = profile.whole_batch
      ? "the framework takes a device's share at once"
      : `only the global batch is declared; ${USUAL_ROWS}`;
    fill(facts, "training.micro_batch_size", assumed(together, because));
    fill(facts, "training.gradient_accumulation_steps", assumed(rows / together, note));
  }
}

/** Tokens on a device, where both numbers are declared: medians of the public recipes of the corpus (86 pretrainings, 119 full fine-tunings, 114 of adapters). [tokens] */
export const TOKENS_ON_DEVICE = { pretraining: 8192, full: 4096, adapters: 2048 };
export const USUAL_ROWS = "as many rows as recipes of its kind hold on a device";

/** Rows of a micro batch where nobody says: as many as recipes of its kind hold tokens on a device, at least one. [rows] */
export function usualRows(facts: MutableFacts, adapters: boolean): number {
  // The more micro batches feed a pipeline the less of it waits (arXiv 2104.04473 section 2.2).
  if ((valueIn(facts, "parallelism.pipeline") ?? 1) > 1) return 1;
  return rowsOf(adapters ? "adapters" : pretrains(valueIn(facts, "training.objective")) ? "pretraining" : "full", facts);
}

const rowsOf = (kind: keyof typeof TOKENS_ON_DEVICE, facts: MutableFacts): number =>
  Math.max(1, Math.floor(TOKENS_ON_DEVICE[kind] / (valueIn(facts, "training.sequence_length") ?? USUAL_LIMIT)));

/** The largest divisor of `rows` that is not more than `most`. */
function divisorOf(rows: number, most: number): number {
  let found = Math.min(rows, most);
  while (rows % found !== 0) found -= 1;
  return found;
}

/** From so many tokens on a run is a pretraining, and its recipe tuned: published ones hold 8 to 16 thousand tokens on a device and millions in a step. */
const LARGE_RUN_TOKENS = 5e9;
/** Micro batches of a step in them. */
const LARGE_RUN_ACCUMULATION = 8;

/** Batch, packing and sharding of a large run that declares no batch: as the published ones have them, each marked as assumed. */
export function largeRun(facts: MutableFacts): void {
  if ((valueIn(facts, "training.tokens") ?? 0) < LARGE_RUN_TOKENS) return;
  if (facts["training.micro_batch_size"] || facts["training.global_batch_size"]) return;
  const because = "not declared; as in published pretraining runs";
  fill(facts, "training.micro_batch_size", assumed(rowsOf("pretraining", facts), because));
  fill(facts, "training.gradient_accumulation_steps", assumed(LARGE_RUN_ACCUMULATION, because));
  fill(facts, "training.packing", assumed(true, because));
  if (world(facts) > modelParallel(facts)) fill(facts, "parallelism.strategy", assumed("fsdp", because));
}
