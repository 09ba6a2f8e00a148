import type { Setup } from "../setup.js";

/** Composition of one moment of the step, per device on the fullest rank. [bytes] */
export interface Parts {
  readonly weights: number;
  readonly gradients: number;
  readonly optimizer: number;
  readonly activations: number;
  readonly logits: number;
  readonly buffers: number;
}

export const PARTS = ["weights", "gradients", "optimizer", "activations", "logits", "buffers"] as const;
export const total = (parts: Parts) => PARTS.reduce((sum, name) => sum + parts[name], 0);

/**
 * Logits of another length every step leave holes that the caching allocator cannot fill: a third of them stays reserved.
 * Fitted on ms-swift's benchmark and Qwen's README (72 rows), which pad to the longest of a batch; packed batches have one length.
 */
const HOLES = 0.3;
export const fragments = (setup: Setup, { logits: atLoss }: Parts) => (setup.packed ? 0 : HOLES * atLoss);

/**
 * Share of the terms above that kernels hold beside them: workspaces, rounding to blocks, copies a framework makes between operations. The median of
 * measured over modelled by kind of job, and stable when any publication is left out (docs/accuracy.md); full training over several devices shows none.
 */
export const TEMPORARIES = { adapters: { one: 0.03, many: 0.1 }, full: { one: 0.03, many: 0 } } as const;

export function withTemporaries(setup: Setup, parts: Parts): Parts {
  const share = TEMPORARIES[setup.trains][setup.accelerators > 1 ? "many" : "one"];
  return { ...parts, buffers: parts.buffers + share * total(parts) };
}
