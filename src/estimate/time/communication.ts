import { type Setup, trainedParameters } from "../setup.js";
import type { Device } from "./devices.js";

/** All network cards of a node together, where nothing is said: eight 400 Gb/s cards beside NVLink-class cards, one 100 Gb/s card otherwise. [bytes/s] */
const FAST_NODE = 3200e9 / 8;
const A100_NODE = 1600e9 / 8;
const SLOW_NODE = 100e9 / 8;
const NETWORK_REACHED = 0.75;
/** Between a card and the host's memory, which holds a rank's share of what is offloaded (ZeRO-Infinity, arXiv 2104.07857 section 3): PCIe 3 × 16. [bytes/s] */
export const HOST_LINK = 12e9;
/**
 * Links from which on gathers run beside products. Over PCIe they do not: Llama-2-7B with LoRA over two RTX 3090 takes 4 s more under FSDP than under DDP at one, four and
 * six sequences, quantized 1 s, as do 70B over RTX A5000 and 6000 Ada (fsdp_qlora). [bytes/s]
 */
const HIDING_LINK = 40e9;
/** Share of computation that can hide an exchange, and of the exchange what always shows. */
const HIDDEN = 0.8;
const SHOWS = 0.05;
/** Share of the last micro batch behind which gradients are reduced: its backward; Megatron's overlap_grad_reduce and overlap_param_gather spread it further. */
const REDUCED_BESIDE = { megatron: 0.9, others: 0.33 };
/** Links of a node, and so its generation: NVLink 4 and on (H100), NVLink 3 (A100). [bytes/s] */
const NVLINK_4 = 300e9;
const NVLINK_3 = 200e9;

function nodeNetwork({ habits }: Device) {
  if (habits.link >= NVLINK_4) return FAST_NODE;
  return habits.link >= NVLINK_3 ? A100_NODE : SLOW_NODE;
}

/** Accelerators that reach each other over the link: a node, or what one switch joins. */
const domainOf = (setup: Setup, { habits }: Device) => Math.max(setup.per_node, habits.domain);

/** What one rank's collective sees: the link inside a node, or the share of the node's network that those of its group have: every `apart`th. [bytes/s] */
function groupBandwidth(setup: Setup, device: Device, apart: number): number {
  if (setup.accelerators <= domainOf(setup, device)) return device.habits.link;
  const together = Math.max(1, setup.per_node / apart) / setup.per_node;
  return Math.min(device.habits.link, nodeNetwork(device) * NETWORK_REACHED * together);
}

/**
 * ZeRO-3 and FSDP: weights gathered twice and gradients scattered once in every micro batch (arXiv 1910.02054 section 7). FSDP gathers a block ahead; DeepSpeed's
 * prefetch bucket of 0.9 × width² is less than one matrix, so only a waiting host hides any (Qwen-72B with LoRA on 4 A100: 1.5 s more in every micro batch of 256 to
 * 8,192 tokens, for 217 GB over 230 GB/s). [s that show]
 */
export function shardedExchange(setup: Setup, device: Device, compute: number, waits: number): number {
  const group = setup.stage < 3 ? 1 : setup.shard_group;
  // Experts that are spread over ranks stay where they are.
  const gathered = setup.counts.total - setup.counts.expert * (1 - 1 / setup.expert);
  const bytes = ((setup.quantized_bytes ?? 2) * gathered) / (setup.tensor * setup.pipeline);
  const moved = (setup.trains === "full" ? 3 : 2) * bytes;
  const ring = (moved * (group - 1)) / group / groupBandwidth(setup, device, setup.tensor);
  const seconds = ring + (setup.offload === "parameters" ? moved / group / HOST_LINK : 0);
  const ahead = setup.engine !== "deepspeed" && device.habits.link >= HIDING_LINK;
  const hidden = ahead ? HIDDEN * compute : waits;
  return Math.max(0, seconds - hidden) + SHOWS * seconds;
}

/**
 * DDP, ZeRO-1 and ZeRO-2 reduce gradients, a third of it behind the last backward: scattered, then gathered (the weights themselves under ZeRO). DDP and ZeRO-1 wait
 * for the optimizer step; ZeRO-2 keeps no whole gradients and scatters those of every micro batch (DeepSpeed runtime/engine.py allreduce_gradients). [s]
 */
export function synchronisation(setup: Setup, device: Device, compute: number): number {
  if (setup.stage === 3 || setup.data === 1) return 0;
  const trained = trainedParameters(setup);
  const bytes = (2 * trained) / (setup.tensor * setup.pipeline);
  const once = (bytes * (setup.data - 1)) / setup.data / groupBandwidth(setup, device, setup.tensor * setup.context);
  const hidden = setup.engine === "megatron" ? REDUCED_BESIDE.megatron : REDUCED_BESIDE.others;
  const scattered = scatters(setup);
  const shows = scattered * Math.max(0, ((scattered + 1) / scattered) * once - hidden * compute);
  return shows + SHOWS * (scattered + 1) * once;
}

/** Times that gradients are scattered before they are used. */
const scatters = ({ engine, stage, accumulation }: Setup): number => (engine === "deepspeed" && stage === 2 ? accumulation : 1);

/** One rank's broadcast to all others, beside its bytes (InternEvo's ZeRO-1 over 8, 64, 128, 512 and 1,024 ranks). [s] */
export const BROADCAST = 2.3e-3;

/** Updated weights that every rank of a ZeRO-1 or ZeRO-2 group sends in turn. [s] */
export const updateBroadcasts = ({ habits, stage, shard_group }: Setup): number =>
  habits.broadcasts_update && stage >= 1 && stage < 3 && shard_group > 1 ? shard_group * BROADCAST : 0;

/** Of a link's bandwidth, what the small exchanges between two products reach (bigscience's sweep over tensor parallelism 2, 4 and 8). */
const TENSOR_REACHED = 0.55;
/** What one rank of a tensor-parallel group sees; a group wider than the link's domain goes round through the cards of every node it spans. [bytes/s] */
function tensorBandwidth(setup: Setup, device: Device): number {
  if (setup.tensor <= domainOf(setup, device)) return device.habits.link * TENSOR_REACHED;
  return Math.min(device.habits.link, nodeNetwork(device)) * TENSOR_REACHED;
}

/** One all-reduce waits for every rank of its group. [s per rank] */
export const TENSOR_LATENCY = 20e-6;

/**
 * Four all-reduces of the hidden state per layer, six when it is computed again (arXiv 1909.08053 section 3). A ring all-reduce moves what it reduces twice, as
 * does the reduce-scatter and all-gather of sequence parallelism (arXiv 2205.05198 section 4.2.2): 4 × 2 × 2 bytes a token and unit of width. [s]
 */
export function tensorExchange(setup: Setup, device: Device, tokens: number): number {
  if (setup.tensor === 1) return 0;
  const again = setup.checkpointing === "full" || setup.checkpointing === "offload";
  const volume = (again ? 24 : 16) * (tokens / setup.context) * setup.shape.hidden_size * (setup.shape.num_hidden_layers / setup.pipeline);
  const latency = (again ? 6 : 4) * (setup.shape.num_hidden_layers / setup.pipeline) * TENSOR_LATENCY * setup.tensor;
  const shows = device.habits.link >= NVLINK_4 ? 1 - setup.habits.overlaps_tensor : 1;
  return shows * ((volume * (setup.tensor - 1)) / setup.tensor / tensorBandwidth(setup, device) + latency);
}

/** Share of the exchange of tokens between experts that shows: shared experts and other micro batches hide the rest (Megatron-Bridge's Qwen3 30B over 16 H100, Automodel's DeepSeek-V3 over 64). */
const EXPERTS_SHOW = 0.2;

/**
 * Every token visits its experts' ranks and comes back, forward and backward: 4 × 2 bytes a unit of width and chosen expert (GShard, arXiv 2006.16668). What leaves the
 * link's domain goes over the rank's share of the network. [s that show]
 */
export function expertExchange(setup: Setup, device: Device, tokens: number): number {
  const { shape, expert } = setup;
  if (expert === 1 || shape.sparse_layers === 0) return 0;
  const bytes = (8 * (tokens / setup.context) * shape.hidden_size * shape.num_experts_per_tok * shape.sparse_layers) / setup.pipeline;
  const domain = domainOf(setup, device);
  const outside = Math.max(0, 1 - domain / expert);
  const network = (nodeNetwork(device) * NETWORK_REACHED) / setup.per_node;
  return (EXPERTS_SHOW * bytes * ((1 - 1 / expert - outside) / device.habits.link + outside / network)) / setup.tensor;
}

/** Idle share of a pipeline: (stages − 1) / (chunks × micro batches) (arXiv 2104.04473 section 2.2). */
export const pipelineBubble = ({ pipeline, virtual_pipeline, accumulation }: Setup) =>
  pipeline > 1 ? (pipeline - 1) / (virtual_pipeline * accumulation) : 0;
