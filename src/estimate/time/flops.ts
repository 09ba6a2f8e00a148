import type { Setup } from "../setup.js";

/** Eager attention multiplies the masked half as well; FlashAttention skips it and recomputes QKᵀ in backward. */
const EAGER = { seen: 2, backward: 0 };
const FLASH = { seen: 1, backward: 0.5 };

/** FLOPs of one processed token. `model`: what the mathematics asks for; `hardware`: with what is computed twice. */
export interface TokenFlops {
  readonly model: number;
  readonly hardware: number;
  /** Of `hardware`: the attention kernel's share. */
  readonly attention: number;
}

/**
 * Forward attention: 2 × (QKᵀ + PV widths) × layers × visible tokens, half of it under a causal mask; a sliding window limits what is visible.
 * Training multiplies by three; FlashAttention's backward recomputes QKᵀ: 2.5 instead of 2 (arXiv 2307.08691 section 3.1).
 */
export function attentionForward({ shape, sequence_length }: Setup): number {
  const perVisible = 2 * (shape.qk_dim + shape.v_dim) * shape.num_hidden_layers;
  const share = shape.family.windowed_share;
  const windowed = shape.sliding_window !== null && shape.sliding_window < sequence_length;
  const seen = windowed
    ? (1 - share) * sequence_length + share * Math.min(sequence_length, 2 * (shape.sliding_window ?? 0))
    : sequence_length;
  return (perVisible * seen) / (shape.family.causal ? 2 : 1);
}

/** 6N per token (arXiv 2001.08361) with N the multiplied weights; adapters need no weight gradient of the frozen ones: 4N. */
export function tokenFlops(setup: Setup): TokenFlops {
  const forward = 2 * setup.counts.multiplied;
  const attention = attentionForward(setup);
  const adapters = 2 * setup.adapter_parameters;
  const passes = setup.preference.reference_passes;
  const model = (setup.trains === "full" ? 3 * forward : 2 * forward + 3 * adapters) + 3 * attention + passes * (forward + attention);
  const head = 2 * setup.shape.vocab_size * setup.shape.hidden_size;
  const { seen, backward } = setup.eager_attention && setup.shape.family.causal ? EAGER : FLASH;
  const again = recomputed(setup, forward - head + adapters, seen * attention);
  const kernel = (3 * seen + backward + passes * seen) * attention;
  return {
    model,
    hardware: model - (3 + passes) * attention + kernel + again.matmul + again.attention,
    attention: kernel + again.attention,
  };
}

function recomputed({ checkpointing }: Setup, blocks: number, attention: number) {
  if (checkpointing === "full" || checkpointing === "offload") return { matmul: blocks, attention };
  if (checkpointing === "selective") return { matmul: 0, attention };
  if (checkpointing === "selective_op") return { matmul: 0.5 * blocks, attention: 0 };
  return { matmul: 0, attention: 0 };
}
