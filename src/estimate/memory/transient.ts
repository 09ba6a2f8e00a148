import type { Setup } from "../setup.js";
import type { Resident } from "./sharding.js";

/** Buffers that exist only while a layer, or a bucket, is exchanged. [bytes] */
export interface Transient {
  readonly gathered: number;
  /** When the loss is computed: the last layers are being given back. */
  readonly gathered_at_loss: number;
  readonly gathered_gradients: number;
}

const NONE: Transient = { gathered: 0, gathered_at_loss: 0, gathered_gradients: 0 };

const always = (gathered: number, gathered_gradients: number): Transient => ({ gathered, gathered_at_loss: gathered, gathered_gradients });

export function transient(setup: Setup, on: Resident): Transient {
  const full = setup.trains === "full";
  if (setup.stage === 3) return setup.engine === "deepspeed" ? deepspeed3(setup) : fsdp(setup, on);
  if (setup.stage >= 1) {
    if (setup.engine === "deepspeed") return always(setup.stage === 2 ? 2 * REDUCE_BUCKET : 0, full ? 2 * REDUCE_BUCKET : 0);
    const bucket = Math.min(setup.shape.hidden_size ** 2, on.trainable_on_rank);
    return full ? always(0, 4 * bucket) : NONE;
  }
  // DDP's flat buckets hold every gradient once more (gradient_as_bucket_view=False).
  return setup.data > 1 && full ? always(0, on.gradients) : NONE;
}

/** stage3_max_live_parameters and the prefetch and reduce buckets of DeepSpeed's ZeRO-3 configuration, as Hugging Face's "auto" fills them. */
const MAX_LIVE_PARAMETERS = 1e9;
const PREFETCH_PARAMETERS = 5e7;
const REDUCE_BUCKET = 5e8;

function deepspeed3(setup: Setup): Transient {
  const { counts } = setup;
  const live = Math.min(MAX_LIVE_PARAMETERS, 2 * counts.per_layer + counts.embedding + counts.head);
  const perParameter = setup.quantized_bytes ?? 2;
  const gathered = live * perParameter + 4 * PREFETCH_PARAMETERS + 2 * counts.embedding;
  return always(gathered, setup.trains === "full" ? 4 * Math.min(REDUCE_BUCKET, counts.per_layer * 2 + counts.embedding) : 0);
}

/** Layers that FSDP 1 still holds when the loss is computed (fms-acceleration's Mistral and Mixtral on two A100, dense and quantized: 1.2 to 1.8). */
const LAYERS_AT_LOSS = 1.5;

/**
 * FSDP gathers the current layer and prefetches the next, no more at a time (torch.distributed.fsdp `_limiter_utils.py`, two in flight); FSDP 1 holds the root
 * unit with embedding and head beside them.
 */
function fsdp(setup: Setup, on: Resident): Transient {
  const { counts, shape } = setup;
  const compute = Math.min(2, setup.weight_bytes);
  const layer = (counts.per_layer / setup.tensor) * (setup.quantized_bytes ?? compute);
  const head = ((shape.tied ? counts.embedding : counts.head) * compute) / setup.tensor;
  const root = ((counts.embedding + counts.head) * compute) / setup.tensor;
  const gathered = 2 * layer + (setup.engine === "fsdp1" ? root : head);
  const gathered_at_loss = setup.engine === "fsdp1" ? LAYERS_AT_LOSS * layer + root : gathered;
  const full = setup.trains === "full";
  const gradients = full ? (8 * counts.per_layer) / setup.tensor : 0;
  if (setup.pipeline === 1 || !full) return { gathered, gathered_at_loss, gathered_gradients: gradients };
  // Under pipeline parallelism the stage stays gathered, and its fp32 gradients whole, until the last micro batch (torchtitan).
  return always(Math.max(gathered, on.blocks_on_rank * compute), Math.max(gradients, on.blocks_on_rank * 4));
}
