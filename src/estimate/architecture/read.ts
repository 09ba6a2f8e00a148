import { latentAttention, plainAttention } from "./attention.js";
import { type ConfigReader, reading, type Size } from "./config.js";
import { type Family, familyOf } from "./families.js";
import { feedForward } from "./feed-forward.js";
import type { Shape } from "./shape.js";
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
  // ModernBERT's is the width of the whole window, half of it on either side.
  const wide = keys.number("local_attention");
  return used ? (keys.number("sliding_window") ?? (wide === undefined ? family.window : wide / 2)) : null;
}
