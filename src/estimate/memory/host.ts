import { type Bytes, bytes, GIB, type Range } from "../../model/units.js";
import type { Setup } from "../setup.js";
import { trainedShare } from "./sharding.js";

/** A Python process with PyTorch and CUDA libraries loaded, before any weight: assumed 2 to 6 GiB, data loader workers among them. */
const PROCESS = { low: 2 * GIB, expected: 3 * GIB, high: 6 * GIB };
/** Adam on the host: fp32 master and two states (ZeRO-Offload, arXiv 2101.06840), and half-precision gradients in pinned memory. */
const OFFLOADED_STATE = 12;
const PINNED_GRADIENT = 2;

/**
 * Host memory of one node at its peak. [bytes] Loading: safetensors are streamed shard by shard at best, one copy a node is usual,
 * every rank holds one at worst. Offloaded parts are divided by the nodes.
 */
export function hostMemory(setup: Setup): Range<Bytes> {
  const ranks = Math.min(setup.per_node, setup.accelerators);
  const checkpoint = setup.counts.total * Math.min(2, setup.weight_bytes);
  const held = offloaded(setup) / setup.nodes;
  const at = (process: number, copies: number) => bytes(ranks * process + Math.max(held, copies * checkpoint));
  return { low: at(PROCESS.low, 0), expected: at(PROCESS.expected, 1), high: at(PROCESS.high, ranks) };
}

function offloaded(setup: Setup): number {
  const { offload, trains, counts, adapter_parameters } = setup;
  if (offload !== "optimizer" && offload !== "parameters") return 0;
  const trained = trains === "full" ? counts.total * trainedShare(setup) : adapter_parameters;
  return trained * (OFFLOADED_STATE + PINNED_GRADIENT) + (offload === "parameters" ? 2 * counts.total : 0);
}
