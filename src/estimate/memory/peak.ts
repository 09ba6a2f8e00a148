import { GIB } from "../../model/units.js";
import { heldByGenerator } from "../rollouts.js";
import type { Setup } from "../setup.js";
import { fragments, PARTS, type Parts, RESERVED, returnedLate, total, withTemporaries } from "./allocator.js";
import { atLoad, atLoss, atStep, inLayer, steady } from "./moments.js";
import { type Resident, resident } from "./sharding.js";

export { PARTS, type Parts, total };

export type Moment = "loss" | "layer" | "optimizer" | "load";

export interface Peak {
  readonly moment: Moment;
  readonly parts: Parts;
  readonly moments: Readonly<Record<Moment, Parts>>;
  readonly allocated: number;
  readonly reserved: number;
  readonly device: number;
  /** The same where little is free: the allocator then gives back what it only kept. */
  readonly pressed: number;
}

/** CUDA context and libraries: measured 0.47 to 0.92 GiB; NCCL adds about 1 GiB with more than one device. */
const CONTEXT = 0.55 * GIB;
export const COLLECTIVES = 1.0 * GIB;

/** What a device holds that no allocator knows of. [bytes] */
export const besideAllocated = ({ accelerators }: Setup): number => CONTEXT + (accelerators > 1 ? COLLECTIVES : 0);

/**
 * The peak is the fullest of the moments, not a sum of terms: at the loss this step's gradients are not there yet;
 * in the deepest layer's backward the logits are mostly gone; at the optimizer step the activations are.
 */
export function peakMemory(setup: Setup): Peak {
  const on = resident(setup);
  const moments = {
    loss: withTemporaries(setup, atLoss(setup, on)),
    layer: withTemporaries(setup, inLayer(setup, on)),
    optimizer: withTemporaries(setup, atStep(setup, on)),
    load: atLoad(setup),
  };
  const names = ["loss", "layer", "optimizer", "load"] as const;
  const moment = names.reduce((best, name) => (total(moments[name]) > total(moments[best]) ? name : best));
  const allocated = total(moments[moment]);
  const { stays, in_use } = held(setup, on, allocated, moments.loss);
  const reserved = stays + Math.hypot(in_use, returnedLate(setup));
  const beside = besideAllocated(setup) + heldByGenerator(setup.rollouts);
  return {
    moment,
    moments,
    parts: moments[moment],
    allocated,
    reserved,
    device: reserved + beside,
    pressed: stays + in_use + beside,
  };
}

/** What the allocator reserves for what is in use: what stays, and what comes and goes. [bytes] */
function held(setup: Setup, on: Resident, allocated: number, loss: Parts) {
  const { weights, optimizer } = steady(setup, on);
  const stays = weights + optimizer;
  return { stays, in_use: allocated * RESERVED + fragments(setup, loss) - stays };
}
