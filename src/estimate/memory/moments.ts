import type { Setup } from "../setup.js";
import { residualBytes } from "./activations.js";
import type { Parts } from "./allocator.js";
import { headStage, heldInBackward, keptActivations, layerWorkingSet, microTokens } from "./kept.js";
import { logits } from "./logits.js";
import { optimizerState } from "./optimizers.js";
import { inBackward, type Resident } from "./sharding.js";
import { transient } from "./transient.js";

export const keepsGradients = (setup: Setup) =>
  !inBackward(setup) && (setup.accumulation > 1 || setup.habits.keeps_gradients || (setup.stage === 1 && setup.engine === "deepspeed"));

/** What stays from step to step. */
export function steady(setup: Setup, on: Resident) {
  const trained = 1 + (setup.trains === "full" ? setup.preference.value_models : 0);
  return { weights: trained * on.weights + referenceWeights(setup, on), optimizer: trained * on.optimizer };
}

/** A frozen reference model beside the policy; with adapters the base itself is the reference (TRL). */
const referenceWeights = (setup: Setup, on: Resident) =>
  setup.trains === "adapters" ? 0 : setup.preference.reference_weights * on.weights * Math.min(1, 2 / setup.weight_bytes);

export function atLoss(setup: Setup, on: Resident): Parts {
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

export function inLayer(setup: Setup, on: Resident): Parts {
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

export function atStep(setup: Setup, on: Resident): Parts {
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
export function atLoad({ habits, stage, counts, weight_bytes, shard_group }: Setup): Parts {
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
