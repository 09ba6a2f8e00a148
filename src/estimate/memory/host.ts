import { type Bytes, bytes, GIB, type Range } from "../../model/units.js";
import type { Setup } from "../setup.js";
import { trainedShare } from "./sharding.js";

/** A Python process with PyTorch and CUDA libraries loaded, before any weight: assumed 2 to 6 GiB, usual data loader workers among them. */
export const PROCESS = { low: 2 * GIB, expected: 3 * GIB, high: 6 * GIB };
/** A declared data loader worker: forked, with pages of its own for the interpreter, PyTorch and the batches it prefetches. Assumed. */
export const WORKER = 0.5 * GIB;
/** Adam on the host: fp32 master and two states (ZeRO-Offload, arXiv 2101.06840), and half-precision gradients in pinned memory. */
const OFFLOADED_STATE = 12;
const PINNED_GRADIENT = 2;

/**
 * Host memory of one node at its peak: loading, or training with what is offloaded, and saving on top. [bytes] Loading: safetensors are streamed shard
 * by shard at best, one copy a node is usual, every rank holds one at worst. Offloaded parts are divided by the nodes.
 */
export function hostMemory(setup: Setup): Range<Bytes> {
  const ranks = Math.min(setup.per_node, setup.accelerators);
  const checkpoint = setup.counts.total * Math.min(2, setup.weight_bytes);
  const held = offloaded(setup) / setup.nodes;
  const at = (process: number, copies: number, saved: number) =>
    bytes(ranks * (process + setup.workers * WORKER) + Math.max(held + saved, copies * checkpoint));
  return { low: at(PROCESS.low, 0, 0), expected: at(PROCESS.expected, 1, gathered(setup)), high: at(PROCESS.high, ranks, gathered(setup)) };
}

/** Rank 0 gathers the whole model to save it: in 16 bits under ZeRO-3 (`stage3_gather_16bit_weights_on_model_save`), as it is under FSDP (`FULL_STATE_DICT`). */
function gathered({ stage, trains, counts, engine, weight_bytes }: Setup): number {
  if (stage < 3 || trains === "adapters") return 0;
  return counts.total * (engine === "deepspeed" ? Math.min(2, weight_bytes) : weight_bytes);
}

function offloaded(setup: Setup): number {
  const { offload, trains, counts, adapter_parameters } = setup;
  if (offload !== "optimizer" && offload !== "parameters") return 0;
  const trained = trains === "full" ? counts.total * trainedShare(setup) : adapter_parameters;
  return trained * (OFFLOADED_STATE + PINNED_GRADIENT) + (offload === "parameters" ? 2 * counts.total : 0);
}
