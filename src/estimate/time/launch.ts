import { isTarget } from "../architecture/shape.js";
import type { Setup } from "../setup.js";
import type { Device } from "./devices.js";

/** Host time to launch one eager layer forward and backward on an A100 host. [s] */
const LAUNCH = 1.5e-3;
const KERNEL_LAUNCHES = { eager: 1, compiled: 0.5, fused: 0.7, unsloth: 0.7, megatron: 0.7 } as const;

export function launchTime(setup: Setup, device: Device) {
  const again = setup.checkpointing === "full" || setup.checkpointing === "offload";
  const layers = setup.shape.num_hidden_layers / setup.pipeline;
  const adapters = setup.trains === "adapters" ? 0.24 * targetsPerLayer(setup) * (again ? 1.5 : 1) : 0;
  const kernels = (1 + (again ? 0.5 : 0) + adapters + (setup.quantized_bytes === null ? 0 : 1.3)) * KERNEL_LAUNCHES[setup.habits.kernels];
  const host = LAUNCH * device.habits.launch * setup.habits.launch * (kernels + expertLaunches(setup));
  return layers * host;
}

/** Routing, permutation and grouped products of a sparse layer, in launches of a dense one: 4 ms on a B200 host (Megatron-Bridge's rates at micro batch 1). */
const GROUPED_EXPERTS = 4.5;
/** A loop over experts in Python: eight kernels and one wait each, of about fifty a layer (transformers' sparse blocks). */
const LOOPED_EXPERT = 0.3;

function expertLaunches({ expert, habits, shape }: Setup) {
  const sparse = shape.sparse_layers / shape.num_hidden_layers;
  return sparse * (habits.kernels === "eager" && expert === 1 ? LOOPED_EXPERT * shape.num_experts : GROUPED_EXPERTS);
}

const targetsPerLayer = ({ shape, targets }: Setup) => Math.min(7, shape.linears.filter(({ name }) => isTarget(name, targets)).length);
