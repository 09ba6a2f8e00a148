import type { LossPath } from "../../frameworks/profile.js";
import { isTarget } from "../architecture/shape.js";
import type { Setup } from "../setup.js";

/** Bytes per token and vocabulary entry that computing the loss moves, by loss path. */
const LOSS_TRAFFIC: Readonly<Record<LossPath, number>> = {
  full_fp32: 44,
  kept_fp32: 50,
  metric_fp32: 56,
  half: 22,
  // Written once and read twice in half precision for the loss, its gradient read and written: 2 + 4 + 4.
  compiled: 10,
  compiled_loss: 10,
  chunked: 18,
  chunked_kept: 22,
  fused: 12,
  vocabulary_parallel: 18,
};

/** Moved by the loss of one token. [bytes] */
export const lossTraffic = (setup: Setup) => setup.shape.vocab_size * LOSS_TRAFFIC[setup.loss];

/** Bytes per token, layer and unit of width that norms, rotary embedding, residuals and activation move, forward and backward. */
const ELEMENTWISE = {
  eager: { norm: 108, layer_norm: 16, heads: 72, residual: 24, width: 28, qk_norm: 108, scores: 40 },
  compiled: { norm: 16, layer_norm: 16, heads: 16, residual: 24, width: 18, qk_norm: 16, scores: 24 },
  fused: { norm: 12, layer_norm: 12, heads: 12, residual: 24, width: 16, qk_norm: 12, scores: 40 },
  unsloth: { norm: 12, layer_norm: 12, heads: 12, residual: 24, width: 16, qk_norm: 12, scores: 40 },
  megatron: { norm: 12, layer_norm: 12, heads: 12, residual: 24, width: 16, qk_norm: 12, scores: 24 },
} as const;

/** Moved by one token in one layer beside its matrix products, a third more where the forward pass is computed again. [bytes] */
export function elementwiseTraffic(setup: Setup): number {
  const { shape } = setup;
  const each = ELEMENTWISE[setup.habits.kernels];
  const heads = shape.query + shape.key_value;
  const width = shape.sparse_layers > 0 ? shape.expert_width * shape.num_experts_per_tok + shape.shared_width : shape.dense_width;
  const norm = shape.family.norm === "layer" ? each.layer_norm : each.norm;
  const blocks =
    shape.family.norms_per_block * norm * shape.hidden_size + each.heads * heads + each.residual * shape.hidden_size + each.width * width;
  const dispatch = shape.sparse_layers > 0 ? 30 * shape.hidden_size * shape.num_experts_per_tok : 0;
  const qkNorm = shape.family.qk_norm === "none" ? 0 : each.qk_norm * heads;
  const scores = setup.eager_attention ? each.scores * shape.num_attention_heads * setup.sequence_length : 0;
  const residual = setup.habits.kbit_fp32 ? 1.6 : 1;
  const once = (blocks + dispatch + qkNorm + scores) * residual + adapterTraffic(setup);
  return setup.checkpointing === "full" || setup.checkpointing === "offload" ? (once * 4) / 3 : once;
}

function adapterTraffic(setup: Setup) {
  if (setup.trains === "full") return 0;
  const { habits, shape, targets } = setup;
  const perInput = 12 + (habits.adapter_dropout ? 10 : 0) + (habits.adapter_bytes === 4 ? 6 : 0);
  const targeted = shape.linears.filter(({ name }) => isTarget(name, targets));
  const bytes = targeted.reduce((sum, each) => sum + (perInput * each.in + 12 * each.out) * each.count, 0);
  return (bytes / shape.num_hidden_layers) * (habits.kernels === "unsloth" ? 0.5 : 1);
}
