import type { Counts } from "../architecture/shape.js";

/** `freeze_trainable_layers` of LLaMA-Factory, whose word the method is. */
export const UNFROZEN_LAYERS = 2;

/** Of all weights, the share that a method of full weights gives gradients to: the declared count, else the last layers. */
export function unfrozenShare(method: string, trainable: number | undefined, { total, per_layer }: Counts): number {
  if (method !== "freeze") return 1;
  return Math.min(1, (trainable ?? UNFROZEN_LAYERS * per_layer) / total);
}
