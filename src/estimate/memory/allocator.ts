import { GIB } from "../../model/units.js";
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

/** What the caching allocator reserves for what is allocated: rounding to blocks. */
export const RESERVED = 1.05;

/**
 * What the caching allocator reserves beside what is allocated, as a share of the logits, the largest of what comes and goes every step: separate operations leave holes.
 * `nvidia-smi` less allocated of fms-acceleration's rows (0.4 to 0.9 of the logits), ms-swift's benchmark (0.3 to 1.3); compiled and fused ones: torchtitan, torchao.
 */
const HOLES = { eager: 0.35, other: 0.1 } as const;
export const fragments = ({ habits }: Setup, { logits }: Parts) => HOLES[habits.kernels === "eager" ? "eager" : "other"] * logits;

/**
 * DeepSpeed gathers ZeRO-3's weights on a stream of its own: what is freed there returns late, and for buffers of other sizes, so that the allocator holds more
 * gathered weights than are in use, up to all of them. Later activations find room in it. Ten rows of five publications (Llama 8B over 8 devices at 8,192 to 262,144 tokens, Qwen 72B over
 * 4 at 256 to 8,192, Llama 7B and BLOOMZ 7B offloaded, Qwen2.5 7B): 8 to 17 GiB, of 7B as of 72B.
 */
const RETURNED_LATE = 12 * GIB;

/**
 * [bytes] Under ZeRO-2 with the optimizer on the host it is the gradients, on their way there (Llama 13B on one and eight H800, 7B on four A100: 8 GiB to 11 GiB more still).
 */
export function returnedLate(setup: Setup): number {
  const { engine, stage, counts, quantized_bytes, offload, trains } = setup;
  if (engine !== "deepspeed") return 0;
  if (stage === 3) return Math.min((quantized_bytes ?? 2) * counts.total, RETURNED_LATE);
  return stage === 2 && offload === "optimizer" && trains === "full" ? setup.gradient_bytes * counts.total : 0;
}

/**
 * Share of the terms above that kernels hold beside them: workspaces, rounding to blocks, copies a framework makes between operations. The median of
 * measured over modelled by kind of job, and stable when any publication is left out (docs/accuracy.md); full training over several devices shows none.
 */
export const TEMPORARIES = { adapters: { one: 0.03, many: 0.08 }, full: { one: 0.03, many: 0 } } as const;

export function withTemporaries(setup: Setup, parts: Parts): Parts {
  const share = TEMPORARIES[setup.trains][setup.accelerators > 1 ? "many" : "one"];
  return { ...parts, buffers: parts.buffers + share * total(parts) };
}
