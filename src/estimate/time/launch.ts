import { isTarget, type Linear } from "../architecture/shape.js";
import type { Setup } from "../setup.js";
import type { Device } from "./devices.js";

/** Host time to launch one eager layer forward and backward on an A100 host. [s] */
const LAUNCH = 1.5e-3;
const KERNEL_LAUNCHES = { eager: 1, compiled: 0.5, fused: 0.7, unsloth: 0.7, megatron: 0.7 } as const;
/** Of a layer's launches: an adapter beside a matrix (dropout, two products, scale, sum), and unpacking the seven matrices of a layer. */
const ADAPTER = 0.24;
const UNPACKED_LAYER = 1.3;
const LINEARS = 7;

/** Seconds of the host in one micro batch: whatever the kernels themselves take, they are launched one after the other. */
export interface Launches {
  readonly blocks: number;
  readonly experts: number;
  /** Visits of a module by ZeRO-3's hooks, and one of them. */
  readonly visits: number;
  readonly hook: number;
  readonly all: number;
}

export function launchTime(setup: Setup, device: Device): Launches {
  const adapters = setup.trains === "adapters" ? ADAPTER * targetsPerLayer(setup) * passes(setup) : 0;
  const unpacked = setup.quantized_bytes === null ? 0 : UNPACKED_LAYER;
  const once = LAUNCH * device.habits.launch * setup.habits.launch;
  const layers = setup.shape.num_hidden_layers / setup.pipeline;
  const blocks = layers * once * (passes(setup) + adapters + unpacked) * KERNEL_LAUNCHES[setup.habits.kernels];
  const experts = layers * once * expertLaunches(setup);
  const visits = hookVisits(setup);
  const hook = MODULE_HOOK * device.habits.launch;
  return { blocks, experts, visits, hook, all: blocks + experts + visits * hook };
}

const computesAgain = ({ checkpointing }: Setup) => checkpointing === "full" || checkpointing === "offload";
/** Forward and backward as one, and the forward that checkpointing runs again. */
const passes = (setup: Setup) => (computesAgain(setup) ? 1.5 : 1);

/** Routing, permutation and grouped products of a sparse layer, in launches of a dense one: 4 ms on a B200 host (Megatron-Bridge's rates at micro batch 1). */
const GROUPED_EXPERTS = 4.5;
/** A loop over experts in Python: eight kernels and one wait each, of about fifty a layer (transformers' sparse blocks before version 5). */
const LOOPED_EXPERT = 0.3;

/** Of one layer on average, in launches of a dense one. */
function expertLaunches(setup: Setup) {
  const { expert_linears, sparse_layers, num_hidden_layers } = setup.shape;
  const sparse = sparse_layers / num_hidden_layers;
  if (!loopsExperts(setup)) return sparse * GROUPED_EXPERTS;
  const adapted = setup.trains === "adapters" ? ADAPTER * targeted(setup, expert_linears).length * passes(setup) : 0;
  const unpacked = setup.quantized_bytes === null ? 0 : (UNPACKED_LAYER * expert_linears.length) / LINEARS;
  return sparse * expertsVisited(setup) * (LOOPED_EXPERT * passes(setup) + adapted + unpacked);
}

/** One expert after the other in Python; experts that are spread over ranks have kernels of their own. */
export const loopsExperts = ({ expert, habits, shape }: Setup): boolean => shape.num_experts > 0 && habits.loops_experts && expert === 1;

/** Experts that some token of the micro batch is sent to. */
function expertsVisited({ shape, micro_batch_size, sequence_length }: Setup) {
  return shape.num_experts * (1 - (1 - shape.num_experts_per_tok / shape.num_experts) ** (micro_batch_size * sequence_length));
}

/**
 * ZeRO-3 wraps every module that holds parameters: Python before and after it fetches, waits, looks up the trace and releases, forward, again and backward
 * (DeepSpeed runtime/zero/parameter_offload.py, partitioned_param_coordinator.py). Above the launches, Qwen-72B with LoRA over 4 A100 takes 0.31 ms a visit at 256
 * tokens, and Qwen-1.8B in full 0.32 (its script's configuration is ZeRO-3: 2.1 s for eight micro batches of 256 to 2,048 tokens alike). [s]
 */
const MODULE_HOOK = 0.32e-3;

function hookVisits(setup: Setup) {
  if (setup.engine !== "deepspeed" || setup.stage < 3) return 0;
  const { shape } = setup;
  const all = [...shape.linears, ...(loopsExperts(setup) ? shape.expert_linears : [])];
  const norms = shape.family.norms_per_block * shape.num_hidden_layers + shape.sparse_layers;
  const adapters = setup.trains === "adapters" ? 2 * modules(targeted(setup, all)) : 0;
  return (modules(all) + norms + adapters) * (computesAgain(setup) ? 3 : 2);
}

const modules = (linears: readonly Linear[]) => linears.reduce((sum, { count }) => sum + count, 0);
const targeted = ({ targets }: Setup, linears: readonly Linear[]) => linears.filter(({ name }) => isTarget(name, targets));
const targetsPerLayer = (setup: Setup) => Math.min(LINEARS, targeted(setup, setup.shape.linears).length);
