import type { Setup } from "../setup.js";
import { backwardPerToken, residualBytes, savedPerTokenAndLayer, selectiveOpPerToken } from "./activations.js";

/** Tokens of one micro batch on one rank. */
export const microTokens = (setup: Setup) => (setup.micro_batch_size * setup.sequence_length * setup.preference.sequences) / setup.context;

/** Activations are split by tensor parallelism where sequence parallelism splits the rest too; otherwise ten hidden widths stay whole (arXiv 2205.05198). */
function onRank(setup: Setup, perToken: number) {
  if (setup.tensor === 1) return perToken;
  const whole = setup.sequence_parallel ? 0 : Math.min(perToken, 10 * setup.shape.hidden_size);
  return whole + (perToken - whole) / setup.tensor;
}

/**
 * Checkpointed inputs and what is held beside them while adapters of a sharded base are differentiated: half as much again in 70B models of fms-acceleration,
 * PEFT's guides and fsdp_qlora, on 2 to 8 devices, under FSDP and ZeRO-3; none on one device. The cause is not known.
 */
const HELD_BY_SHARDS = 0.5;
export const heldInBackward = ({ trains, stage, checkpointing }: Setup) =>
  trains === "adapters" && stage === 3 && checkpointing === "full" ? 1 + HELD_BY_SHARDS : 1;

/** The last stage of a pipeline holds the head and no more than the micro batch it has just run: its backward follows at once (1F1B, arXiv 2104.04473). */
export const headStage = (setup: Setup): Setup => (setup.pipeline > 1 ? { ...setup, accumulation: 1, virtual_pipeline: 1 } : setup);

function inFlight({ pipeline, virtual_pipeline, accumulation }: Setup) {
  if (pipeline === 1) return 1;
  const interleaved = virtual_pipeline > 1 ? 1 + (pipeline - 1) / (pipeline * virtual_pipeline) : 1;
  return Math.min(accumulation, pipeline) * interleaved;
}

/** Kept from forward to backward over all layers, the embedding's output included. [bytes] */
export function keptActivations(setup: Setup): number {
  const tokens = microTokens(setup);
  const embedding = tokens * setup.shape.hidden_size * residualBytes(setup);
  return embedding + tokens * layersHeld(setup) * keptPerLayer(setup);
}

/** Layers of all micro batches in flight whose activations are on the device: checkpoints that go to the host leave two. */
export function layersHeld(setup: Setup): number {
  const layers = (setup.shape.num_hidden_layers / setup.pipeline) * inFlight(setup);
  const away = setup.checkpointing === "offload" || (setup.checkpointing === "full" && setup.offload === "activations");
  return away ? Math.min(2, layers) : layers;
}

/** What one layer keeps of a token: its input where it is computed again, else what autograd saves. [bytes] */
export function keptPerLayer(setup: Setup): number {
  const boundary = (residualBytes(setup) * setup.shape.hidden_size) / (setup.sequence_parallel ? setup.tensor : 1);
  if (setup.checkpointing === "full" || setup.checkpointing === "offload") return boundary;
  const all = onRank(setup, savedPerTokenAndLayer(setup));
  if (setup.checkpointing === "selective_op") return Math.min(all, selectiveOpPerToken(setup) / setup.tensor);
  const scores = setup.eager_attention ? (4 + residualBytes(setup)) * setup.shape.num_attention_heads * setup.sequence_length : 0;
  return setup.checkpointing === "selective" ? all - scores / setup.tensor : all;
}

/** The layer that is being differentiated: what checkpointing recomputes, and its gradients. [bytes per token] */
export function layerWorkingSet(setup: Setup): number {
  const backward = backwardPerToken(setup) / setup.tensor;
  const recomputed = onRank(setup, savedPerTokenAndLayer(setup));
  if (setup.checkpointing === "full" || setup.checkpointing === "offload") return recomputed + backward;
  if (setup.checkpointing === "selective_op") return Math.max(0, recomputed - selectiveOpPerToken(setup) / setup.tensor) + backward;
  return backward;
}
