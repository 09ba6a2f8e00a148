import { GIB } from "../../model/units.js";
import { heldByGenerator } from "../rollouts.js";
import type { Setup } from "../setup.js";
import { backwardPerToken, residualBytes, savedPerTokenAndLayer, selectiveOpPerToken } from "./activations.js";
import { fragments, PARTS, type Parts, total, withTemporaries } from "./allocator.js";
import { logits } from "./logits.js";
import { optimizerState } from "./optimizers.js";
import { inBackward, type Resident, resident, transient } from "./sharding.js";

export { PARTS, type Parts, total };

export type Moment = "loss" | "layer" | "optimizer" | "load";

export interface Peak {
  readonly moment: Moment;
  readonly parts: Parts;
  readonly moments: Readonly<Record<Moment, Parts>>;
  readonly allocated: number;
  readonly reserved: number;
  readonly device: number;
  /** All layers' kept activations and one layer's working set: monotone under checkpointing. */
  readonly kept: number;
  readonly saved_per_token_and_layer: number;
}

/** CUDA context and libraries: measured 0.47 to 0.92 GiB; NCCL adds about 1 GiB with more than one device. */
const CONTEXT = 0.55 * GIB;
const COLLECTIVES = 1.0 * GIB;

/**
 * The peak is the fullest of the moments, not a sum of terms: at the loss this step's gradients are not there yet;
 * in the deepest layer's backward the logits are mostly gone; at the optimizer step the activations are.
 */
export function peakMemory(setup: Setup): Peak {
  const on = resident(setup);
  const moments = {
    loss: withTemporaries(setup, atLoss(setup, on)),
    layer: withTemporaries(setup, inLayer(setup, on)),
    optimizer: withTemporaries(setup, atStep(setup, on)),
    load: atLoad(setup),
  };
  const names = ["loss", "layer", "optimizer", "load"] as const;
  const moment = names.reduce((best, name) => (total(moments[name]) > total(moments[best]) ? name : best));
  const allocated = total(moments[moment]);
  const reserved = allocated * setup.habits.reserved + fragments(setup, moments.loss);
  return {
    moment,
    moments,
    parts: moments[moment],
    allocated,
    reserved,
    device: reserved + CONTEXT + (setup.accelerators > 1 ? COLLECTIVES : 0) + heldByGenerator(setup.rollouts),
    kept: keptActivations(setup),
    saved_per_token_and_layer: savedPerTokenAndLayer(setup),
  };
}

/** Tokens of one micro batch on one rank. */
export const microTokens = (setup: Setup) => (setup.micro_batch_size * setup.sequence_length * setup.preference.sequences) / setup.context;

export const keepsGradients = (setup: Setup) =>
  !inBackward(setup) && (setup.accumulation > 1 || setup.habits.keeps_gradients || (setup.stage === 1 && setup.engine === "deepspeed"));

function steady(setup: Setup, on: Resident) {
  const trained = 1 + (setup.trains === "full" ? setup.preference.value_models : 0);
  return { weights: trained * on.weights + referenceWeights(setup, on), optimizer: trained * on.optimizer };
}

/** A frozen reference model beside the policy; with adapters the base itself is the reference (TRL). */
const referenceWeights = (setup: Setup, on: Resident) =>
  setup.trains === "adapters" ? 0 : setup.preference.reference_weights * on.weights * Math.min(1, 2 / setup.weight_bytes);

function atLoss(setup: Setup, on: Resident): Parts {
  const tokens = microTokens(setup);
  const tail = tokens * setup.shape.hidden_size * (4 + 2 * residualBytes(setup));
  return {
    ...steady(setup, on),
    gradients: keepsGradients(setup) ? on.gradients : 0,
    activations: keptActivations(headStage(setup)) + tail,
    logits: logits(setup, tokens).at_loss,
    buffers:
      transient(setup, on).gathered_at_loss +
      castCopies(setup, on, setup.trains === "full" || setup.checkpointing === "none") +
      (setup.habits.own_head && setup.quantized_bytes !== null ? (2 * setup.counts.head) / setup.tensor : 0),
  };
}

function inLayer(setup: Setup, on: Resident): Parts {
  const tokens = microTokens(setup);
  const moved = transient(setup, on);
  const dequantized =
    setup.quantized_bytes === null ? 0 : (4 * Math.max(...setup.shape.linears.map((each) => each.in * each.out))) / setup.tensor;
  return {
    ...steady(setup, on),
    gradients: keepsGradients(setup) ? on.gradients : Math.min(on.gradients, headGradient(setup)),
    activations: keptActivations(setup) * heldInBackward(setup) + tokens * layerWorkingSet(setup),
    // Where a pipeline cuts the layers, the first stage is fullest in backward, and has no head.
    logits: setup.pipeline > 1 ? 0 : logits(setup, tokens).kept,
    buffers: moved.gathered + moved.gathered_gradients + dequantized + castCopies(setup, on, setup.checkpointing === "none"),
  };
}

function atStep(setup: Setup, on: Resident): Parts {
  const moved = transient(setup, on);
  const exchange = setup.stage === 1 || setup.stage === 2 ? moved.gathered_gradients : 0;
  const state = optimizerState(setup.optimizer);
  const shards = setup.stage >= 1 ? setup.shard_group : 1;
  const bytes = setup.trains === "full" ? (setup.master_weights ? 4 : setup.weight_bytes) : setup.habits.adapter_bytes;
  // DeepSpeed puts a fused Adam of its own in its place.
  const fused = setup.engine === "deepspeed" || setup.habits.fused_adam;
  const temporary = state.temporary && !fused ? (on.trainable_on_rank * bytes) / shards : 0;
  const consumed = inBackward(setup);
  return {
    ...steady(setup, on),
    gradients: consumed ? 0 : on.gradients,
    activations: 0,
    logits: 0,
    buffers: consumed ? 0 : exchange + temporary + fp32Gradients(setup, on.trainable_on_rank / shards),
  };
}

/** Elements that ZeRO-3 updates at a time (`sub_group_size` of DeepSpeed's configuration). */
const SUB_GROUP = 1e9;

/**
 * A half-precision gradient is upcast to update an fp32 master copy; ZeRO-1 and ZeRO-2 flatten it first (DeepSpeed stage_1_and_2.py, stage3.py, step).
 * Megatron accumulates in fp32 and needs neither.
 */
function fp32Gradients(setup: Setup, trained: number) {
  if (!setup.master_weights || setup.gradient_bytes === 4 || setup.trains === "adapters" || setup.offload !== "none") return 0;
  if (setup.engine === "deepspeed") return setup.stage === 3 ? 4 * Math.min(SUB_GROUP, trained) : (4 + setup.gradient_bytes) * trained;
  return 4 * trained;
}

/** A model that is built whole on each device before it is sharded, quantized only afterwards; its own shard is there before the whole is freed. */
function atLoad({ habits, stage, counts, weight_bytes, shard_group }: Setup): Parts {
  const whole = habits.loads_whole && stage === 3 ? counts.total * weight_bytes * (1 + 1 / shard_group) : 0;
  return { weights: whole, gradients: 0, optimizer: 0, activations: 0, logits: 0, buffers: 0 };
}

/** The head's gradient is the first that backward makes. */
export function headGradient({ trains, counts, gradient_bytes, stage, tensor }: Setup) {
  if (trains === "adapters") return 0;
  return stage >= 2 ? (2 * counts.embedding) / tensor : counts.embedding * gradient_bytes;
}

/** `torch.autocast` over fp32 weights keeps half-precision copies: of every trained matrix until it exits, of a frozen one as long as backward needs it. */
function castCopies(setup: Setup, on: Resident, everything: boolean) {
  const casts = setup.habits.autocast && setup.weight_bytes === 4 && setup.activation_bytes === 2 && setup.stage < 3;
  if (!casts || setup.quantized_bytes !== null) return 0;
  const all = 2 * (on.linears_on_rank + setup.counts.embedding / setup.tensor);
  return everything ? all : all / Math.max(1, setup.shape.num_hidden_layers / setup.pipeline);
}

/** Activations are split by tensor parallelism where sequence parallelism splits the rest too; otherwise ten hidden widths stay whole (arXiv 2205.05198). */
function onRank(setup: Setup, perToken: number) {
  if (setup.tensor === 1) return perToken;
  const whole = setup.sequence_parallel ? 0 : Math.min(perToken, 10 * setup.shape.hidden_size);
  return whole + (perToken - whole) / setup.tensor;
}

/**
 * Checkpointed inputs and what is held beside them while adapters of a sharded base are differentiated: half as much again in 70B models of fms-acceleration,
 * PEFT's guides, fsdp_qlora and philschmid, of 3,072 to 16,384 tokens on 2 to 8 devices, under FSDP and ZeRO-3; none on one device. The cause is not known.
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
