import { type Bytes, bytes, type Range } from "../model/units.js";
import { stateBytes, trainedShare } from "./memory/sharding.js";
import type { Setup } from "./setup.js";
import type { Work } from "./work.js";

/** How often a run saves, and how many of its checkpoints stay (transformers `save_steps`, `save_total_limit`). */
export interface Saving {
  readonly steps: number | undefined;
  readonly limit: number | undefined;
}

/**
 * Checkpoints on disk at the end, over all ranks; null where neither how many stay nor how many there will be is known. [bytes]
 * Low: weights only (`save_only_model`). High: the one that is being written while the oldest is still there.
 */
export function diskSpace(setup: Setup, { steps, limit }: Saving, work: Work | null): Range<Bytes> | null {
  const kept = keptCheckpoints(steps, limit, work?.steps ?? null);
  if (kept === null) return null;
  const each = checkpointBytes(setup);
  const whole = each.weights + each.optimizer;
  const more = limit === undefined ? 0 : 1;
  return { low: bytes(kept * each.weights), expected: bytes(kept * whole), high: bytes((kept + more) * whole + each.weights) };
}

/** Checkpoints at the end: as many as are written, at most the limit; null where neither is known. */
export function keptCheckpoints(every: number | undefined, limit: number | undefined, steps: number | null): number | null {
  const written = every !== undefined && steps !== null ? Math.max(1, Math.floor(steps / every)) : null;
  if (written === null) return limit ?? null;
  return limit === undefined ? written : Math.min(limit, written);
}

/** Adapters are saved without their base. */
export function checkpointBytes(setup: Setup): { readonly weights: number; readonly optimizer: number } {
  const full = setup.trains === "full";
  const held = full ? setup.weight_bytes : setup.habits.adapter_bytes;
  const trained = full ? setup.counts.total * trainedShare(setup) : setup.adapter_parameters;
  return { weights: full ? setup.counts.total * setup.weight_bytes : trained * held, optimizer: trained * stateBytes(setup, held) };
}
