import { type ConfigReader, reading } from "./config.js";

/**
 * Totals of families that are no stack of like blocks: enough for cost, while memory needs a shape.
 * T5: encoder and decoder with relative positions (arXiv 1910.10683); ViT: arXiv 2010.11929.
 */
const TOTALS: Readonly<Record<string, (keys: ConfigReader) => number | null>> = { t5: t5Parameters, mt5: t5Parameters, vit: vitParameters };

export function otherTotal(config: Readonly<Record<string, unknown>>): number | null {
  const keys = reading(config);
  return TOTALS[keys.modelType]?.(keys) ?? null;
}

function t5Parameters(keys: ConfigReader): number | null {
  const [d, kv, heads, ff, layers, vocab] = ["d_model", "d_kv", "num_heads", "d_ff", "num_layers", "vocab_size"].map((name) =>
    keys.number(name),
  );
  if (!d || !kv || !heads || !ff || !layers || !vocab) return null;
  const attention = 4 * d * kv * heads;
  const gated = keys.text("feed_forward_proj")?.includes("gated") ?? keys.modelType === "mt5";
  const mlp = (gated ? 3 : 2) * d * ff;
  const relative = 2 * (keys.number("relative_attention_num_buckets") ?? 32) * heads;
  const encoder = layers * (attention + mlp + 2 * d);
  const decoder = (keys.number("num_decoder_layers") ?? layers) * (2 * attention + mlp + 3 * d);
  const tied = keys.flag("tie_word_embeddings") ?? keys.modelType === "t5";
  return encoder + decoder + relative + 2 * d + vocab * d * (tied ? 1 : 2);
}

function vitParameters(keys: ConfigReader): number | null {
  const [h, layers, f] = ["hidden_size", "num_hidden_layers", "intermediate_size"].map((name) => keys.number(name));
  if (!h || !layers || !f) return null;
  const patch = keys.number("patch_size") ?? 16;
  const patches = ((keys.number("image_size") ?? 224) / patch) ** 2;
  const embedding = ((keys.number("num_channels") ?? 3) * patch * patch + 1) * h + (patches + 1) * h + h;
  const blocks = layers * (4 * h * h + 4 * h + 2 * h * f + f + h + 4 * h);
  return embedding + blocks + 2 * h + (keys.number("num_labels") ?? 1000) * (h + 1);
}
