import { residualBytes, savedParts } from "../memory/activations.js";
import { TEMPORARIES } from "../memory/allocator.js";
import { headStage, heldInBackward, keptPerLayer, layersHeld, layerWorkingSet, microTokens } from "../memory/kept.js";
import { FUSED_ROWS, logits } from "../memory/logits.js";
import { headGradient, keepsGradients } from "../memory/moments.js";
import { optimizerState } from "../memory/optimizers.js";
import { expertCopies, heldBytes, inBackward, parametersOnRank, quantizedOnRank, stateBytes, trainedShare } from "../memory/sharding.js";
import type { Setup } from "../setup.js";
import { over, plus, times, type Written } from "./arithmetic.js";
import type { Working } from "./line.js";

/** Written bytes of each part of the peak: counts, widths and bytes that the engine multiplies, never its result. */
const full = ({ trains }: Setup) => trains === "full";
const onHost = ({ offload }: Setup) => offload === "optimizer" || offload === "parameters";

/** What ZeRO from a stage on leaves of so many parameters: experts are shared by fewer ranks than the rest. */
function shared(setup: Setup, of: Written, experts: number, from: 1 | 2 | 3): Written {
  if (setup.stage < from) return of;
  if (experts === 0) return over(of, setup.shard_group);
  return plus(over(of.value - experts, setup.shard_group), over(experts, expertCopies(setup)));
}

function trainable(setup: Setup, from: 1 | 2): Written {
  if (!full(setup)) return shared(setup, over(setup.adapter_parameters, setup.tensor * setup.pipeline), 0, from);
  const on = parametersOnRank(setup);
  return shared(setup, times(on.total, trainedShare(setup)), on.experts * trainedShare(setup), from);
}

/** The policy and PPO's value model. */
const trained = (setup: Setup) => (full(setup) ? 1 + setup.preference.value_models : 1);

export function weights({ setup, peak }: Working): Written {
  if (peak?.moment === "load") return times(setup.counts.total, setup.weight_bytes, plus(1, over(1, setup.shard_group)));
  if (setup.offload === "parameters") return plus(0);
  const on = parametersOnRank(setup);
  const adapters = times(over(setup.adapter_parameters, setup.tensor * setup.pipeline), setup.habits.adapter_bytes);
  const held = full(setup) ? base(setup, on) : plus(base(setup, on), adapters);
  const frozen = full(setup) ? times(setup.preference.reference_weights, Math.min(1, 2 / setup.weight_bytes)) : plus(0);
  const own =
    on.experts > 0 && setup.stage === 3
      ? over(times(held, shared(setup, plus(on.total), on.experts, 3)), on.total)
      : shared(setup, held, 0, 3);
  return times(plus(trained(setup), frozen), own);
}

function base(setup: Setup, on: { linears: number; total: number }): Written {
  if (setup.quantized_bytes === null || full(setup)) return times(on.total, heldBytes(setup));
  const quantized = quantizedOnRank(setup, on);
  return plus(times(quantized, setup.quantized_bytes), times(on.total - quantized, setup.habits.kbit_fp32 ? 4 : setup.weight_bytes));
}

export function gradients({ setup, peak }: Working): Written {
  const bytes = full(setup) ? setup.gradient_bytes : setup.habits.adapter_bytes;
  const all = inBackward(setup)
    ? times(Math.max(setup.counts.embedding, setup.counts.per_layer), bytes)
    : onHost(setup) && setup.stage >= 2
      ? plus(0)
      : times(trainable(setup, 2), bytes);
  if (peak?.moment === "optimizer") return inBackward(setup) ? plus(0) : all;
  if (keepsGradients(setup)) return peak?.moment === "load" ? plus(0) : all;
  if (peak?.moment !== "layer") return plus(0);
  const head = full(setup)
    ? setup.stage >= 2
      ? over(times(2, setup.counts.embedding), setup.tensor)
      : times(setup.counts.embedding, bytes)
    : plus(0);
  return headGradient(setup) < all.value ? head : all;
}

export function optimizer({ setup, peak }: Working): Written {
  if (peak?.moment === "load" || onHost(setup)) return plus(0);
  const master = full(setup) && (setup.master_weights || optimizerState(setup.optimizer).own_master) ? 4 : 0;
  const state = stateBytes(setup, full(setup) ? setup.weight_bytes : setup.habits.adapter_bytes) - master;
  return times(trained(setup), trainable(setup, 1), plus(state, master));
}

export function activations({ setup, peak }: Working): Written {
  if (peak?.moment !== "loss" && peak?.moment !== "layer") return plus(0);
  const width = setup.shape.hidden_size;
  const embedding = times(width, residualBytes(setup));
  const working = peak.moment === "loss" ? times(width, plus(4, times(2, residualBytes(setup)))) : plus(layerWorkingSet(setup));
  const stage = peak.moment === "loss" ? headStage(setup) : setup;
  const kept = plus(embedding, times(layersHeld(stage), layer(stage)));
  const beside = peak.moment === "layer" ? heldInBackward(setup) : 1;
  return times(microTokens(setup), plus(beside === 1 ? kept : times(beside, kept), working));
}

/** What a layer keeps of a token: norms, attention, feed-forward and adapters where nothing splits or recomputes them, its input where all is computed again. */
function layer(setup: Setup): Written {
  const kept = keptPerLayer(setup);
  const { norms, attention, feed_forward, adapters } = savedParts(setup);
  const parts = plus(norms, attention, feed_forward, adapters);
  if (parts.value === kept) return parts;
  const split = setup.sequence_parallel ? setup.tensor : 1;
  return setup.checkpointing === "full" || setup.checkpointing === "offload"
    ? over(times(setup.shape.hidden_size, residualBytes(setup)), split)
    : plus(kept);
}

export function loss({ setup, peak }: Working): Written {
  const { shape } = setup;
  const absent = setup.pipeline > 1 && peak?.moment === "layer";
  if (absent || shape.vocab_size === 0 || (peak?.moment !== "loss" && peak?.moment !== "layer")) return plus(0);
  const positions = times(microTokens(setup), shape.head_share ?? 1);
  if (setup.loss === "fused") return peak.moment === "loss" ? fused(setup, positions) : plus(0);
  // One position's bytes by the engine's table, over the vocabulary: what the loss path holds of an entry.
  const entry = logits(setup, 1)[peak.moment === "loss" ? "at_loss" : "kept"] / shape.vocab_size / (shape.head_share ?? 1);
  return times(positions, shape.vocab_size, entry);
}

function fused({ shape, trains }: Setup, positions: Written): Written {
  const rows = Math.min(FUSED_ROWS, positions.value);
  const head = trains === "full" ? times(4, shape.vocab_size, shape.hidden_size) : plus(0);
  return plus(times(6, positions, shape.hidden_size), times(6, rows, shape.vocab_size), head);
}

/** Beside what is exchanged, a share of everything that kernels hold. */
export function buffers({ setup, peak }: Working): Written {
  if (!peak || peak.moment === "load") return plus(0);
  const share = TEMPORARIES[setup.trains][setup.accelerators > 1 ? "many" : "one"];
  const before = peak.allocated / (1 + share);
  const rest = before - (peak.allocated - peak.parts.buffers);
  return plus(Math.abs(rest) < 1 ? 0 : rest, times(share, before));
}
