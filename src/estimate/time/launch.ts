import { isTarget, type Linear } from "../architecture/shape.js";
import type { Setup } from "../setup.js";
import type { Device } from "./devices.js";

/** Host time to launch one eager layer forward and backward on an A100 host. [s] */
export const LAUNCH = 1.5e-3;
const KERNEL_LAUNCHES = { eager: 1, compiled: 0.5, fused: 0.7, unsloth: 0.7, megatron: 0.7 } as const;
/** Of a layer's launches, for one matrix: an adapter beside it (dropout, two products, scale, sum), and unpacking it in every pass. */
const ADAPTER = 0.24;
const UNPACKED = 0.19;
/** Kinds of matrices in a layer at most: a stack of two sides has more. */
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

/** Layers and experts on the rank × host time of one, and visits of ZeRO-3's hooks. [s] */
export function launchTime(setup: Setup, device: Device): Launches {
  const matrices = beside(setup, matricesOf(setup, setup.shape.linears));
  const once = LAUNCH * device.habits.launch * setup.habits.launch;
  const layers = setup.shape.num_hidden_layers / setup.pipeline;
  const blocks = layers * once * (passes(setup) + matrices) * KERNEL_LAUNCHES[setup.habits.kernels];
  const experts = layers * once * expertLaunches(setup);
  const { visits, hook } = hooks(setup, device);
  return { blocks, experts, visits, hook, all: blocks + experts + visits * hook };
}

const computesAgain = ({ checkpointing }: Setup) => checkpointing === "full" || checkpointing === "offload";
/** Forward and backward as one, and the forward that checkpointing runs again. */
const passes = (setup: Setup) => (computesAgain(setup) ? 1.5 : 1);

/** Routing, permutation and grouped products of a sparse layer, in launches of a dense one: 4 ms on a B200 host (Megatron-Bridge's rates at micro batch 1). */
const GROUPED_EXPERTS = 4.5;
/**
 * A loop over experts in Python: eight kernels and one wait each, of about fifty a layer (transformers' sparse blocks before version 5). With adapters on all of its
 * 24 × 60 experts a micro batch of Qwen1.5-MoE-A2.7B takes 4 s (modelscope/ms-swift issue 2213); this gives 3.4.
 */
const LOOPED_EXPERT = 0.3;

/** Of one layer on average, in launches of a dense one. */
function expertLaunches(setup: Setup) {
  const { expert_linears, sparse_layers, num_hidden_layers } = setup.shape;
  const sparse = sparse_layers / num_hidden_layers;
  if (!loopsExperts(setup)) return sparse * GROUPED_EXPERTS;
  return sparse * expertsVisited(setup) * (LOOPED_EXPERT * passes(setup) + beside(setup, expert_linears));
}

/** What quantization and adapters add to the products of these matrices. */
function beside(setup: Setup, matrices: readonly Linear[]) {
  const adapters = setup.trains === "adapters" ? ADAPTER * Math.min(LINEARS, targeted(setup, matrices).length) * passes(setup) : 0;
  return adapters + (setup.quantized_bytes === null ? 0 : UNPACKED * Math.min(LINEARS, matrices.length));
}

/** One expert after the other in Python; experts that are spread over ranks have kernels of their own. */
export const loopsExperts = ({ expert, habits, shape }: Setup): boolean => shape.num_experts > 0 && habits.loops_experts && expert === 1;

/** Experts that some token of the micro batch is sent to. */
function expertsVisited({ shape, micro_batch_size, sequence_length }: Setup) {
  return shape.num_experts * (1 - (1 - shape.num_experts_per_tok / shape.num_experts) ** (micro_batch_size * sequence_length));
}

/**
 * ZeRO-3 wraps every module that holds parameters: Python before and after it fetches, waits, looks up the trace and releases, forward, again and backward, and
 * reduces the gradients of what is trained (DeepSpeed runtime/zero/parameter_offload.py, stage3.py). Every visit waits for the slowest rank, later the more there
 * are. Qwen-1.8B in full on one A100 (the script's configuration is ZeRO-3; 2.1 s for eight micro batches of 256 to 2,048 tokens alike): 0.31 ms; Qwen-72B with
 * LoRA of four matrices a layer on four: 0.44; Qwen2-7B and 57B-A14B with LoRA on eight H100 (QwenLM/Qwen3 issue 736), whose hosts take 0.8 of the time: 0.54 and
 * 0.62. Held against Qwen3-30B-A3B in full on sixteen (ms-swift), which takes 1.1: its cards are full and its network is not known. [s]
 */
const MODULE_HOOK = 0.3e-3;
const RANKS_WAIT = 0.12e-3;

function hooks(setup: Setup, device: Device) {
  if (setup.engine !== "deepspeed" || setup.stage < 3) return { visits: 0, hook: 0 };
  const { shape, trains } = setup;
  const all = matricesOf(setup, [...shape.linears, ...(loopsExperts(setup) ? shape.expert_linears : [])]);
  const others = shape.family.norms_per_block * shape.num_hidden_layers + shape.sparse_layers;
  const adapters = trains === "adapters" ? 2 * modules(targeted(setup, all)) : 0;
  const reduced = trains === "adapters" ? adapters : modules(all) + others;
  const visits = (modules(all) + others + adapters) * (computesAgain(setup) ? 3 : 2) + reduced;
  return { visits, hook: (MODULE_HOOK + RANKS_WAIT * Math.log(setup.shard_group)) * device.habits.launch };
}

/** Matrices that are part of another where one computes queries, keys and values; Megatron's linear_fc1 is gate and up as well. */
const WITH_QUERIES = ["k_proj", "v_proj"];
const IN_MEGATRON = [...WITH_QUERIES, "gate_proj"];

function matricesOf({ shape, habits }: Setup, linears: readonly Linear[]) {
  const within = habits.kernels === "megatron" ? IN_MEGATRON : shape.family.qkv_together ? WITH_QUERIES : [];
  return linears.filter(({ name }) => !within.includes(name));
}
const modules = (linears: readonly Linear[]) => linears.reduce((sum, { count }) => sum + count, 0);
const targeted = ({ targets }: Setup, linears: readonly Linear[]) => linears.filter(({ name }) => isTarget(name, targets));
