/**
 * What tells one architecture family from another, read from the `modeling_*.py` of Hugging Face transformers.
 * A family that is not listed counts as `llama`: RMSNorm, gated MLP, no biases, untied head.
 */
export interface Family {
  /** gate, up and down projections; otherwise up and down. */
  readonly gated: boolean;
  readonly norm: "rms" | "layer";
  /** Norms in one block. A parallel block has one. */
  readonly norms_per_block: number;
  /** Default of `tie_word_embeddings`: `config.json` leaves it out where it equals the class's own. */
  readonly tied: boolean;
  /** `config`: as `attention_bias`, `mlp_bias`, `use_bias` or `bias` say. */
  readonly bias: "none" | "qkv" | "no_qkv" | "all" | "config";
  /** RMSNorm on queries and keys: over each head, or over all of them at once. */
  readonly qk_norm: "none" | "head" | "all";
  /** Rows of learned positions (and token types) beside the vocabulary. */
  readonly position_rows: (config: (name: string, fallback: number) => number) => number;
  /** Share of layers whose attention sees only `sliding_window` tokens. */
  readonly windowed_share: number;
  /** Tokens that such a layer sees before (and after) one, where `config.json` does not say. */
  readonly window: number | null;
  /** `false`: every token sees every other. */
  readonly causal: boolean;
  /** The modelling code computes `intermediate_size / 2` (Qwen 1). */
  readonly halves_width: boolean;
  /** One matrix computes queries, keys and values: one module, one adapter, one product. */
  readonly qkv_together: boolean;
}

const LLAMA: Family = {
  gated: true,
  norm: "rms",
  norms_per_block: 2,
  tied: false,
  bias: "config",
  qk_norm: "none",
  position_rows: () => 0,
  windowed_share: 0,
  window: null,
  causal: true,
  halves_width: false,
  qkv_together: false,
};
const TOGETHER: Family = { ...LLAMA, qkv_together: true };
const GPT: Family = { ...LLAMA, gated: false, norm: "layer", bias: "all" };
const GPT_TOGETHER: Family = { ...GPT, qkv_together: true };
const GEMMA: Family = { ...LLAMA, tied: true };
const QWEN3: Family = { ...LLAMA, qk_norm: "head" };
const BERT: Family = {
  ...GPT,
  tied: true,
  causal: false,
  position_rows: (of) => of("max_position_embeddings", 512) + of("type_vocab_size", 2),
};

/** By `model_type`. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  llama: LLAMA,
  mistral: { ...LLAMA, windowed_share: 1 },
  mixtral: LLAMA,
  dbrx: TOGETHER,
  qwen: { ...TOGETHER, bias: "qkv", halves_width: true },
  qwen2: { ...LLAMA, bias: "qkv" },
  qwen2_moe: { ...LLAMA, bias: "qkv" },
  qwen3: QWEN3,
  qwen3_moe: QWEN3,
  glm4_moe: { ...QWEN3, bias: "config" },
  gemma: GEMMA,
  gemma2: { ...GEMMA, norms_per_block: 4, windowed_share: 1 / 2 },
  gemma3: { ...GEMMA, norms_per_block: 4, qk_norm: "head", windowed_share: 5 / 6 },
  gemma3_text: { ...GEMMA, norms_per_block: 4, qk_norm: "head", windowed_share: 5 / 6 },
  glm4: { ...LLAMA, norms_per_block: 4 },
  chatglm: { ...TOGETHER, bias: "qkv" },
  internlm2: TOGETHER,
  internlm3: LLAMA,
  baichuan: TOGETHER,
  mimo: { ...LLAMA, bias: "qkv" },
  phimoe: { ...LLAMA, norm: "layer" },
  olmoe: { ...LLAMA, qk_norm: "all" },
  gpt_oss: LLAMA,
  cohere: LLAMA,
  cohere2: LLAMA,
  granite: LLAMA,
  smollm3: LLAMA,
  llama4_text: LLAMA,
  minimax_m2: { ...LLAMA, qk_norm: "all" },
  ernie4_5: { ...LLAMA, tied: true },
  ernie4_5_moe: { ...LLAMA, tied: true },
  hunyuan_v1_dense: QWEN3,
  seed_oss: { ...LLAMA, bias: "qkv" },
  exaone4: { ...QWEN3, windowed_share: 3 / 4 },
  dots1: QWEN3,
  bailing_moe: LLAMA,
  deepseek_v2: LLAMA,
  deepseek_v3: LLAMA,
  kimi_k2: LLAMA,
  glm4_moe_lite: LLAMA,
  olmo: { ...LLAMA, norm: "layer" },
  olmo2: { ...LLAMA, qk_norm: "all" },
  olmo3: { ...LLAMA, qk_norm: "all" },
  phi: { ...GPT, norms_per_block: 1 },
  phi3: TOGETHER,
  starcoder2: { ...LLAMA, gated: false, tied: true, norm: "layer" },
  nemotron: { ...LLAMA, gated: false, norm: "layer" },
  stablelm: { ...LLAMA, norm: "layer" },
  stablelm_alpha: { ...GPT },
  gpt_neox: GPT_TOGETHER,
  gptj: { ...GPT, norms_per_block: 1 },
  gpt2: { ...GPT_TOGETHER, tied: true, position_rows: (of) => of("n_positions", of("max_position_embeddings", 1024)) },
  gpt_neo: {
    ...GPT,
    tied: true,
    bias: "no_qkv",
    position_rows: (of) => of("max_position_embeddings", 2048),
  },
  gpt_bigcode: { ...GPT_TOGETHER, tied: true, position_rows: (of) => of("n_positions", 8192) },
  opt: { ...GPT, tied: true, position_rows: (of) => of("max_position_embeddings", 2048) + 2 },
  bloom: { ...GPT_TOGETHER, tied: true },
  mpt: { ...GPT_TOGETHER, tied: true, bias: "none" },
  falcon: { ...GPT_TOGETHER, tied: true, bias: "config" },
  bert: BERT,
  distilbert: { ...BERT, position_rows: (of) => of("max_position_embeddings", 512) },
  electra: BERT,
  modernbert: { ...TOGETHER, tied: true, causal: false, windowed_share: 2 / 3, window: 64 },
  "deberta-v2": { ...BERT, position_rows: (of) => 2 * of("position_buckets", 256) },
  "xlm-roberta": { ...BERT, position_rows: (of) => of("max_position_embeddings", 514) + of("type_vocab_size", 1) },
  roberta: { ...BERT, position_rows: (of) => of("max_position_embeddings", 514) + of("type_vocab_size", 1) },
};

export const familyOf = (modelType: string): Family => FAMILIES[modelType] ?? LLAMA;
