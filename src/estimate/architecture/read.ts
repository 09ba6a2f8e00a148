import { type ConfigReader, reading } from "./config.js";
import { type Family, familyOf } from "./families.js";
import type { Linear, Shape } from "./shape.js";
import { respelt } from "./spellings.js";

export type ShapeReading = { readonly ok: true; readonly shape: Shape } | { readonly ok: false; readonly missing: string };

/** What the configuration classes of transformers fill in where a mapping leaves latent attention out altogether (DeepseekV2Config, DeepseekV3Config). */
const LATENT = { kv_lora_rank: 512, q_lora_rank: 1536 };
const CLASS_DEFAULTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  deepseek_v2: { ...LATENT, n_shared_experts: 2 },
  deepseek_v3: { ...LATENT, n_shared_experts: 1, first_k_dense_replace: 3 },
};

function withClassDefaults(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const defaults = CLASS_DEFAULTS[String(config.model_type)];
  return respelt(defaults && !("kv_lora_rank" in config) ? { ...defaults, ...config } : config);
}

/** Shape of a `config.json` mapping, or the first key that is missing from it. Never throws. */
export function readShape(config: Readonly<Record<string, unknown>>): ShapeReading {
  const keys = reading(withClassDefaults(config));
  const family = familyOf(keys.modelType);
  const hidden = keys.number("hidden_size", "n_embd", "d_model");
  const layers = keys.number("num_hidden_layers", "n_layer", "num_layers", "n_layers");
  const heads = keys.number("num_attention_heads", "n_head", "num_heads", "n_heads");
  const vocab = keys.number("vocab_size");
  if (!(hidden && hidden > 0)) return { ok: false, missing: "hidden_size" };
  if (!(layers && layers > 0)) return { ok: false, missing: "num_hidden_layers" };
  if (!(heads && heads > 0)) return { ok: false, missing: "num_attention_heads" };
  if (!(vocab && vocab > 0)) return { ok: false, missing: "vocab_size" };
  return { ok: true, shape: assemble(keys, family, { hidden, layers, heads, vocab }) };
}

interface Size {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly vocab: number;
}

function assemble(keys: ConfigReader, family: Family, size: Size): Shape {
  const { hidden, layers, heads, vocab } = size;
  const attention = keys.number("kv_lora_rank") ? latentAttention(keys, size) : plainAttention(keys, family, size);
  const mlp = feedForward(keys, family, size);
  const norm = family.norm === "layer" && keys.modelType !== "olmo" && !keys.flag("no_bias") ? 2 * hidden : hidden;
  const tied = keys.flag("tie_word_embeddings") ?? family.tied;
  const norms = keys.modelType === "falcon" ? (keys.flag("new_decoder_architecture") ? 2 : 1) : family.norms_per_block;
  const normParameters = keys.modelType === "olmo" ? 0 : keys.modelType === "mpt" && keys.flag("no_bias") !== false ? hidden : norm;
  return {
    model_type: keys.modelType,
    family,
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    vocab_size: vocab,
    ...attention.dims,
    ...mlp.dims,
    tied,
    linears: [...attention.linears, ...mlp.linears],
    expert_linears: mlp.experts,
    vectors: norms * normParameters * layers + attention.vectors + mlp.vectors,
    position: positions(keys, family, hidden),
    final: finalPart(keys, normParameters, hidden),
    head_bias: keys.modelType === "phi" ? vocab : 0,
    sliding_window: windowOf(keys, family),
  };
}

const positions = (keys: ConfigReader, family: Family, hidden: number) =>
  family.position_rows((name, fallback) => keys.number(name) ?? fallback) * hidden;

const POOLED: ReadonlySet<string> = new Set(["bert", "roberta", "xlm-roberta"]);

/** Last norm; BERT has an embedding norm and a pooler instead, BLOOM a second norm after the embedding, DeBERTa one of its relative positions. */
function finalPart(keys: ConfigReader, norm: number, hidden: number) {
  if (POOLED.has(keys.modelType)) return hidden * hidden + hidden + 2 * hidden;
  if (keys.modelType === "deberta-v2") return 2 * norm;
  return keys.modelType === "bloom" ? 2 * norm : norm;
}

function windowOf(keys: ConfigReader, family: Family): number | null {
  const used = keys.flag("use_sliding_window") ?? family.windowed_share > 0;
  return used ? (keys.number("sliding_window") ?? null) : null;
}

function biasOf(keys: ConfigReader, family: Family) {
  const said = keys.flag("use_bias") ?? keys.flag("bias") ?? false;
  if (family.bias === "all") return { qkv: 1, out: 1, mlp: 1 };
  if (family.bias === "no_qkv") return { qkv: 0, out: 1, mlp: 1 };
  if (family.bias === "qkv") return { qkv: 1, out: 0, mlp: 0 };
  if (family.bias === "none") return { qkv: 0, out: 0, mlp: 0 };
  const attention = keys.flag("attention_bias") ?? said;
  return {
    qkv: Number(attention || (keys.flag("use_qkv_bias") ?? false)),
    out: Number(attention),
    mlp: Number(keys.flag("mlp_bias") ?? said),
  };
}

function keyValueHeads(keys: ConfigReader, heads: number) {
  const said = keys.number("num_key_value_heads", "num_kv_heads", "n_head_kv");
  if (keys.modelType === "falcon" && !keys.flag("new_decoder_architecture")) return keys.flag("multi_query") === false ? heads : 1;
  if (keys.modelType === "gpt_bigcode" && keys.flag("multi_query") !== false) return 1;
  return said ?? heads;
}

function plainAttention(keys: ConfigReader, family: Family, { hidden, layers, heads }: Size) {
  const size = keys.number("head_dim", "d_kv") ?? Math.floor(hidden / heads);
  const query = heads * size;
  const keyValue = keyValueHeads(keys, heads) * size;
  const bias = biasOf(keys, family);
  const linears: Linear[] = [
    { name: "q_proj", in: hidden, out: query, count: layers, bias: query * bias.qkv },
    { name: "k_proj", in: hidden, out: keyValue, count: layers, bias: keyValue * bias.qkv },
    { name: "v_proj", in: hidden, out: keyValue, count: layers, bias: keyValue * bias.qkv },
    { name: "o_proj", in: query, out: hidden, count: layers, bias: hidden * bias.out },
  ];
  const norm = { none: 0, head: 2 * size, all: query + keyValue }[family.qk_norm];
  return { linears, vectors: norm * layers, dims: { query, key_value: keyValue, qk_dim: query, v_dim: query, latent: false } };
}

/** Multi-head latent attention, arXiv 2405.04434 section 2.1; in training keys and values are materialised for every head. */
function latentAttention(keys: ConfigReader, { hidden, layers, heads }: Size) {
  const nope = keys.number("qk_nope_head_dim") ?? 128;
  const rope = keys.number("qk_rope_head_dim") ?? 64;
  const value = keys.number("v_head_dim") ?? 128;
  const rank = keys.number("kv_lora_rank") ?? 512;
  const queryRank = keys.number("q_lora_rank");
  const query = heads * (nope + rope);
  const linear = (name: string, from: number, to: number): Linear => ({ name, in: from, out: to, count: layers, bias: 0 });
  const queries = queryRank
    ? [linear("q_a_proj", hidden, queryRank), linear("q_b_proj", queryRank, query)]
    : [linear("q_proj", hidden, query)];
  const linears = [
    ...queries,
    linear("kv_a_proj_with_mqa", hidden, rank + rope),
    linear("kv_b_proj", rank, heads * (nope + value)),
    linear("o_proj", heads * value, hidden),
  ];
  const dims = { query, key_value: query, qk_dim: query, v_dim: heads * value, latent: true };
  return { linears, vectors: ((queryRank ?? 0) + rank) * layers, dims };
}

function feedForward(keys: ConfigReader, family: Family, { hidden, layers }: Size) {
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
