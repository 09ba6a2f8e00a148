import { biasOf, type ConfigReader, type Size } from "./config.js";
import type { Family } from "./families.js";
import type { Linear } from "./shape.js";

/** Dense and sparse feed-forward matrices of every layer. `vectors`: routers, their biases (DeepSeek-V3) and gates of shared experts (Qwen2-MoE). [parameters] */
export function feedForward(keys: ConfigReader, family: Family, { hidden, layers }: Size) {
  const width =
    (keys.number("intermediate_size", "n_inner", "d_ff", "ffn_dim", "ffn_hidden_size") ?? 4 * hidden) / (family.halves_width ? 2 : 1);
  const experts = keys.number("num_local_experts", "n_routed_experts", "num_experts") ?? 0;
  const sparse = experts > 0 ? sparseLayers(keys, layers) : 0;
  const expertWidth = keys.number("moe_intermediate_size") ?? width;
  const shared = experts > 0 ? (keys.number("shared_expert_intermediate_size") ?? (keys.number("n_shared_experts") ?? 0) * expertWidth) : 0;
  const bias = biasOf(keys, family).mlp;
  const extra = (keys.modelType === "deepseek_v3" ? experts : 0) + (keys.modelType === "qwen2_moe" ? hidden : 0);
  return {
    linears: [...projections("", width, layers - sparse), ...(shared > 0 ? projections("shared_", shared, sparse) : [])],
    experts: experts > 0 ? projections("expert_", expertWidth, sparse * experts) : [],
    vectors: (hidden * experts + extra) * sparse,
    dims: {
      dense_width: width,
      dense_layers: layers - sparse,
      sparse_layers: sparse,
      num_experts: experts,
      num_experts_per_tok: keys.number("num_experts_per_tok", "num_experts_per_token") ?? (experts > 0 ? 2 : 0),
      expert_width: expertWidth,
      shared_width: shared,
    },
  };

  function projections(prefix: string, f: number, count: number): Linear[] {
    if (count === 0) return [];
    const into = (name: string): Linear => ({ name: `${prefix}${name}`, in: hidden, out: f, count, bias: f * bias });
    const back: Linear = { name: `${prefix}down_proj`, in: f, out: hidden, count, bias: hidden * bias };
    return family.gated ? [into("gate_proj"), into("up_proj"), back] : [into("up_proj"), back];
  }
}

/** Layers with experts: after `first_k_dense_replace` dense ones, every `decoder_sparse_step`-th, without `mlp_only_layers`. */
function sparseLayers(keys: ConfigReader, layers: number) {
  const dense = keys.number("first_k_dense_replace") ?? 0;
  const step = keys.number("decoder_sparse_step", "moe_layer_freq") ?? 1;
  const only = keys.list("mlp_only_layers")?.length ?? 0;
  return Math.max(0, Math.floor((layers - dense) / Math.max(1, step)) - only);
}
