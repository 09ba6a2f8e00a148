import type { Family } from "./families.js";

/** One kind of weight matrix of the blocks: `count` of them in the whole model, each `in` × `out`, with `bias` further parameters. */
export interface Linear {
  readonly name: string;
  readonly in: number;
  readonly out: number;
  readonly count: number;
  readonly bias: number;
  /** Share of the positions that pass it: a decoder's text beside an encoder's frames. 1 where absent. */
  readonly share?: number;
}

/** The ledger of a decoder (or encoder) stack: every count below is computed from it, none is stored. */
export interface Shape {
  readonly model_type: string;
  readonly family: Family;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly vocab_size: number;
  /** Heads × head size: width of queries, and of keys or values, of one layer. */
  readonly query: number;
  readonly key_value: number;
  /** Contracted width of QKᵀ and of the product with V. */
  readonly qk_dim: number;
  readonly v_dim: number;
  /** Multi-head latent attention (DeepSeek). */
  readonly latent: boolean;
  readonly dense_width: number;
  readonly dense_layers: number;
  readonly sparse_layers: number;
  readonly num_experts: number;
  readonly num_experts_per_tok: number;
  readonly expert_width: number;
  readonly shared_width: number;
  readonly tied: boolean;
  readonly linears: readonly Linear[];
  /** Experts: `count` = sparse layers × experts. */
  readonly expert_linears: readonly Linear[];
  /** Norms, routers and other vectors of the blocks. */
  readonly vectors: number;
  readonly position: number;
  readonly final: number;
  readonly head_bias: number;
  readonly sliding_window: number | null;
  /** Share of the positions that reach the head: the text beside an encoder's frames. 1 where absent. */
  readonly head_share?: number;
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const weights = (all: readonly Linear[]) => sum(all.map((each) => each.in * each.out * each.count));
const passed = (all: readonly Linear[]) => sum(all.map((each) => each.in * each.out * each.count * (each.share ?? 1)));
const withBias = (all: readonly Linear[]) => weights(all) + sum(all.map(({ bias, count }) => bias * count));

/** Parameters by part. [parameters] */
export interface Counts {
  readonly embedding: number;
  /** 0 where the head is the embedding. */
  readonly head: number;
  readonly linear: number;
  readonly expert: number;
  readonly vectors: number;
  /** Embedding, positions, head, last norm. */
  readonly outside: number;
  readonly total: number;
  readonly active: number;
  /** Weights each token is multiplied with: blocks, active experts, router and the head, also when tied; not the embedding look-up. */
  readonly multiplied: number;
  readonly per_layer: number;
}

/** Counts of a shape; exact for the families listed, see `__tests__/estimate/parameters.test.ts`. */
export function count(shape: Shape): Counts {
  const embedding = shape.vocab_size * shape.hidden_size;
  const head = (shape.tied ? 0 : embedding) + shape.head_bias;
  const linear = withBias(shape.linears);
  const expert = withBias(shape.expert_linears);
  const activeExpert = shape.num_experts > 0 ? (expert * shape.num_experts_per_tok) / shape.num_experts : 0;
  const router = shape.num_experts * shape.hidden_size * shape.sparse_layers;
  const outside = embedding + shape.position + head + shape.final;
  const total = outside + linear + expert + shape.vectors;
  return {
    embedding,
    head,
    linear,
    expert,
    vectors: shape.vectors,
    outside,
    total,
    active: total - expert + activeExpert,
    multiplied: passed(shape.linears) + activeExpert + router + embedding * (shape.head_share ?? 1),
    per_layer: (total - outside) / shape.num_hidden_layers,
  };
}

/** Adapter parameters: `rank × (in + out)` for each targeted matrix (LoRA, arXiv 2106.09685 section 4.1); `all-linear` leaves the head out, as PEFT does. */
export function adapterParameters(shape: Shape, rank: number, targets: "all-linear" | readonly string[]): number {
  const targeted = [...shape.linears, ...shape.expert_linears].filter(({ name }) => isTarget(name, targets));
  return sum(targeted.map((each) => rank * (each.in + each.out) * each.count));
}

/** What other implementations call the same matrix. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  q_proj: ["query", "qkv_proj", "c_attn", "query_key_value", "Wqkv", "W_pack", "qkv", "attn.q", "linear_qkv", "q"],
  k_proj: ["key", "qkv_proj", "c_attn", "query_key_value", "Wqkv", "W_pack", "qkv", "attn.k", "linear_qkv", "k"],
  v_proj: ["value", "qkv_proj", "c_attn", "query_key_value", "Wqkv", "W_pack", "qkv", "attn.v", "linear_qkv", "v"],
  o_proj: ["projection", "out_proj", "output_proj", "dense", "c_proj", "linear_proj", "attn.c_proj", "attention.dense", "o"],
  gate_proj: ["gate_up_proj", "w1", "mlp", "fc_1", "linear_fc1"],
  up_proj: ["gate_up_proj", "w3", "w2", "mlp", "fc_2", "fc1", "c_fc", "dense_h_to_4h", "linear_fc1", "fc_in"],
  down_proj: ["w2", "mlp", "fc2", "c_proj", "dense_4h_to_h", "linear_fc2", "fc_out", "wo"],
};

/** Whether adapters go beside the matrix: by its own name, by what others call it, or by the end of a path. */
export function isTarget(name: string, targets: "all-linear" | readonly string[]): boolean {
  if (targets === "all-linear") return true;
  const base = name.replace(/^(shared|expert)_/, "");
  const others = SAME[base] ?? [];
  return targets.some((target) => target === base || target === name || target.endsWith(`.${base}`) || others.includes(target));
}
