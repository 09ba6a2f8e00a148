import { optimizerState } from "../memory/optimizers.js";
import { stateBytes } from "../memory/sharding.js";
import { type Setup, trainedParameters } from "../setup.js";
import { HOST_LINK } from "./communication.js";
import type { Device } from "./devices.js";

/**
 * Parameters a second that Adam on the host reaches: on the share of one rank, or, DeepSpeed's, on those of all ranks of a node together. The latter: 0.4 billion
 * beside eight A800 (LLaMA-7B under ZeRO-2 and ZeRO-3 with and without offload, gist chenyaofo), 1.4 for one rank (DeepSpeed pull request 735), 1.8 beside eight A100
 * (72B over four nodes, DeepSpeed issue 6834).
 */
export const HOST_ADAM = 0.8e9;
export const DEEPSPEED_HOST_ADAM = 1e9;

/** Share of the data sheet's bandwidth that an optimizer's few long kernels reach, and their launch with the norm's wait. [s] */
export const UPDATE_REACHED = 0.8;
export const UPDATE_LAUNCH = 2e-3;

/**
 * Weights, or their fp32 copy, and states are read and written; the gradient is read for its norm, read and written to clip it, and read again. On the host 6
 * bytes each over PCIe. [s]
 */
export function optimizerTime(setup: Setup, device: Device) {
  const trained = trainedParameters(setup);
  const own = trained / (setup.tensor * setup.pipeline) / (setup.stage >= 1 ? setup.shard_group : 1);
  if (setup.offload === "optimizer" || setup.offload === "parameters") return (own * 6) / HOST_LINK + own / hostAdam(setup);
  return (own * optimizerBytes(setup)) / (device.bandwidth * UPDATE_REACHED) + UPDATE_LAUNCH;
}

/** Moved of one trained parameter. */
export function optimizerBytes(setup: Setup): number {
  const full = setup.trains === "full";
  const [weight, gradient] = full ? [setup.weight_bytes, setup.gradient_bytes] : [setup.habits.adapter_bytes, setup.habits.adapter_bytes];
  const { paged, bytes } = optimizerState(setup.optimizer);
  return 2 * (weight + stateBytes(setup, weight) + (paged ? bytes : 0)) + 4 * gradient;
}

/** [parameters/s and rank] */
function hostAdam({ engine, per_node, accelerators }: Setup): number {
  return engine === "deepspeed" ? DEEPSPEED_HOST_ADAM / Math.min(per_node, accelerators) : HOST_ADAM;
}
