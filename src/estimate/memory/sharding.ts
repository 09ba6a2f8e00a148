import type { Setup } from "../setup.js";
import { matrixBytes, optimizerState, stateBytesOf } from "./optimizers.js";

/** What stays on the fullest rank through the whole step, after sharding and offload. [bytes] */
export interface Resident {
  readonly weights: number;
  readonly gradients: number;
  readonly optimizer: number;
  readonly trainable_on_rank: number;
  /** Block parameters on one rank before ZeRO: after tensor, pipeline and expert parallelism. */
  readonly blocks_on_rank: number;
  readonly linears_on_rank: number;
}

/** Ranks that hold different experts of one stage: expert parallelism takes the tensor-parallel ranks along where there are enough (Megatron Core, expert_tensor_parallel_size). */
const expertRanks = ({ expert, tensor, pipeline, accelerators }: Setup) =>
  expert === 1 ? tensor : Math.max(expert, Math.min(expert * tensor, accelerators / pipeline));

/** Copies of an expert that share its optimizer: expert parallelism takes its ranks out of the data-parallel ones. */
export const expertCopies = (setup: Setup) =>
  setup.expert === 1
    ? setup.shard_group
    : Math.max(1, Math.min(setup.shard_group, setup.accelerators / setup.pipeline / expertRanks(setup)));

/** Parameters of the fullest rank: the first pipeline stage holds the embedding, all stages share the blocks. */
export function parametersOnRank(setup: Setup) {
  const { counts, shape } = setup;
  const cut = setup.tensor * setup.pipeline;
  const experts = counts.expert / setup.pipeline / expertRanks(setup);
  const blocks = (counts.linear + counts.vectors) / cut + experts;
  const outside = setup.pipeline === 1 ? counts.outside : counts.embedding + shape.position;
  return { blocks, linears: counts.linear / cut + experts, experts, total: blocks + outside / setup.tensor };
}

/** ZeRO divides optimizer states (1), gradients (2) and weights (3) by the ranks of the shard group: Rajbhandari et al., arXiv 1910.02054. */
export function resident(setup: Setup): Resident {
  const { habits, shard_group, stage } = setup;
  const on = parametersOnRank(setup);
  const adapters = setup.adapter_parameters / (setup.tensor * setup.pipeline);
  const full = setup.trains === "full";
  const trainable = full ? on.total * trainedShare(setup) : adapters;
  const trainedBytes = full ? setup.weight_bytes : habits.adapter_bytes;
  const weights = baseWeights(setup, on) + (full ? 0 : adapters * habits.adapter_bytes);
  const state = stateBytes(setup, trainedBytes);
  const share = (stageFrom: number, of: number, experts: number) =>
    stage >= stageFrom ? (of - experts) / shard_group + experts / expertCopies(setup) : of;
  const trainedExperts = full ? on.experts * trainedShare(setup) : 0;
  const gradientBytes = full ? setup.gradient_bytes : habits.adapter_bytes;
  const offloadsOptimizer = setup.offload === "optimizer" || setup.offload === "parameters";
  const optimizer = offloadsOptimizer ? 0 : state * share(1, trainable, trainedExperts);
  const gradients = offloadsOptimizer && stage >= 2 ? 0 : gradientBytes * share(2, trainable, trainedExperts);
  return {
    weights: setup.offload === "parameters" ? 0 : weights * (share(3, on.total, on.experts) / on.total),
    gradients: inBackward(setup) ? Math.max(setup.counts.embedding, setup.counts.per_layer) * gradientBytes : gradients,
    optimizer,
    trainable_on_rank: trainable,
    blocks_on_rank: on.blocks,
    linears_on_rank: on.linears,
  };
}

function baseWeights(setup: Setup, on: { linears: number; total: number }) {
  if (setup.quantized_bytes === null || setup.trains === "full") return on.total * heldBytes(setup);
  const unquantized = setup.habits.kbit_fp32 ? 4 : setup.weight_bytes;
  const quantized = quantizedOnRank(setup, on);
  return quantized * setup.quantized_bytes + (on.total - quantized) * unquantized;
}

/** Parameters that a quantized base holds in few bits: its linear layers, and the head where it is no tied `nn.Linear` left out. */
export const quantizedOnRank = ({ habits, counts, tensor }: Setup, on: { readonly linears: number }) =>
  on.linears + (habits.own_head ? counts.head / tensor : 0);

/** Bytes of one weight, trained and frozen ones together. */
export function heldBytes({ habits, weight_bytes, trained_share }: Setup) {
  if (!habits.upcasts_trained) return weight_bytes;
  return weight_bytes * trained_share + Math.min(2, weight_bytes) * (1 - trained_share);
}

export function stateBytes(setup: Setup, trainedBytes: number) {
  const state = optimizerState(setup.optimizer);
  const full = setup.trains === "full";
  const master = (setup.master_weights || state.own_master) && full ? 4 : 0;
  if (state.paged) return master;
  const { counts, shape, habits } = setup;
  const inBlocks = full ? (counts.total - counts.outside) / counts.total : 1;
  const rank = habits.projection_rank === "quarter" ? shape.hidden_size / 4 : habits.projection_rank;
  const ofMatrices = matrixBytes(state, [...shape.linears, ...shape.expert_linears], rank);
  return stateBytesOf(state, master === 0 && trainedBytes === 2, inBlocks, ofMatrices) + master;
}

/** Share of the weights that has gradients and states at a time: all, the declared or last layers (freeze), or an optimizer's block. */
export function trainedShare(setup: Setup): number {
  const { blocks } = optimizerState(setup.optimizer);
  if (blocks === undefined || setup.trains === "adapters") return setup.trained_share;
  const outside = blocks > 1 ? setup.counts.outside : 0;
  return Math.min(setup.trained_share, (blocks * setup.counts.per_layer + outside) / setup.counts.total);
}

/** Gradients never exist all at once: an optimizer that allows no accumulation (transformers: "layerwise") uses each up during backward. */
export const inBackward = ({ optimizer, trains }: Setup): boolean => trains === "full" && optimizerState(optimizer).in_backward === true;
