import { type ConfigReader, reading } from "./config.js";
import { assembled, type Whole } from "./parts.js";
import type { Shape } from "./shape.js";

/** Families that are no single stack of like blocks over text, and how many positions of their stack one example fills. */
export interface Stack {
  readonly shape: Shape;
  /** Positions of one example where the architecture fixes them (patches of an image, frames of a clip). */
  readonly positions: { readonly count: number; readonly because: string } | null;
}

const STACKS: Readonly<Record<string, (keys: ConfigReader) => Stack | null>> = {
  t5: t5Stack,
  mt5: t5Stack,
  bart: bartStack,
  m2m_100: bartStack,
  whisper: whisperStack,
  vit: vitStack,
  dinov2: vitStack,
};

/** Null where the family is none of these, or a key is missing. */
export function readStack(config: Readonly<Record<string, unknown>>): Stack | null {
  const keys = reading(config);
  return STACKS[keys.modelType]?.(keys) ?? null;
}

/** Encoder and decoder with relative positions, no biases (arXiv 1910.10683). A target as long as its source: the manifest names one length. */
function t5Stack(keys: ConfigReader): Stack | null {
  const [d, kv, heads, width, layers, vocab] = ["d_model", "d_kv", "num_heads", "d_ff", "num_layers", "vocab_size"].map((name) =>
    keys.number(name),
  );
  if (!d || !kv || !heads || !width || !layers || !vocab) return null;
  const decoder = keys.number("num_decoder_layers") ?? layers;
  const gated = keys.text("feed_forward_proj")?.includes("gated") ?? keys.modelType === "mt5";
  const part = { inner: kv * heads, width, gated, share: 1 };
  const whole: Whole = {
    hidden: d,
    heads,
    vocab,
    tied: keys.flag("tie_word_embeddings") ?? keys.modelType === "t5",
    parts: [
      { ...part, layers, attention: 1 },
      { ...part, layers: decoder, attention: 2 },
    ],
    vectors: layers * 2 * d + decoder * 3 * d,
    position: 2 * (keys.number("relative_attention_num_buckets") ?? 32) * heads,
    final: 2 * d,
  };
  return { shape: assembled(keys.modelType, whole), positions: null };
}

interface Sides {
  readonly d: number;
  readonly heads: number;
  readonly width: number;
  readonly encoder: number;
  readonly decoder: number;
  readonly vocab: number;
}

function sides(keys: ConfigReader): Sides | null {
  const [d, heads, width, encoder, vocab] = [
    keys.number("d_model"),
    keys.number("encoder_attention_heads", "num_attention_heads"),
    keys.number("encoder_ffn_dim"),
    keys.number("encoder_layers"),
    keys.number("vocab_size"),
  ];
  if (!d || !heads || !width || !encoder || !vocab) return null;
  return { d, heads, width, encoder, decoder: keys.number("decoder_layers") ?? encoder, vocab };
}

function twoSides({ d, heads, width, encoder, decoder, vocab }: Sides, share: number, keyBias: number): Omit<Whole, "position" | "final"> {
  const part = { inner: d, width, gated: false };
  const biases = (attention: number) => attention * (3 + keyBias) * d + width + d + (attention + 1) * 2 * d;
  return {
    hidden: d,
    heads,
    vocab,
    tied: true,
    parts: [
      { ...part, layers: encoder, attention: 1, share: 1 },
      { ...part, layers: decoder, attention: 2, share },
    ],
    vectors: encoder * biases(1) + decoder * biases(2),
  };
}

/** Learned positions with two rows to spare, a norm after each embedding (arXiv 1910.13461); M2M-100 computes its positions and ends in norms. */
function bartStack(keys: ConfigReader): Stack | null {
  const both = sides(keys);
  if (!both) return null;
  const rows = keys.modelType === "bart" ? (keys.number("max_position_embeddings") ?? 1024) + 2 : 0;
  const whole = { ...twoSides(both, 1, 1), position: 2 * rows * both.d, final: 4 * both.d };
  return { shape: assembled(keys.modelType, whole), positions: null };
}

const WHISPER_FRAMES = 1500;
const WHISPER_TEXT = 448;

/** Thirty seconds are 3,000 mel frames, halved by the second convolution; text of at most 448 tokens (arXiv 2212.04356 section 2.2). */
function whisperStack(keys: ConfigReader): Stack | null {
  const both = sides(keys);
  if (!both) return null;
  const { d } = both;
  const frames = keys.number("max_source_positions") ?? WHISPER_FRAMES;
  const text = keys.number("max_target_positions") ?? WHISPER_TEXT;
  const convolutions = (keys.number("num_mel_bins") ?? 80) * 3 * d + d + 3 * d * d + d;
  const whole = { ...twoSides(both, text / frames, 0), position: (frames + text) * d, final: convolutions + 4 * d };
  return {
    shape: assembled(keys.modelType, whole),
    positions: { count: frames, because: "Whisper pads every clip to 30 s: 1,500 frames (arXiv 2212.04356)" },
  };
}

/** Patches and one class token (arXiv 2010.11929); DINOv2 scales each branch and has a mask token (arXiv 2304.07193). */
function vitStack(keys: ConfigReader): Stack | null {
  const [h, layers, heads, width] = ["hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size"].map((name) =>
    keys.number(name),
  );
  if (!h || !layers || !heads || !width) return null;
  const patch = keys.number("patch_size") ?? 16;
  const image = keys.number("image_size") ?? 224;
  const dino = keys.modelType === "dinov2";
  const positions = Math.floor(image / patch) ** 2 + 1;
  const labels = keys.number("num_labels") ?? (dino ? 0 : 1000);
  const whole: Whole = {
    hidden: h,
    heads,
    vocab: 0,
    tied: true,
    parts: [{ layers, attention: 1, inner: h, width, gated: false, share: 1 }],
    vectors: layers * (9 * h + width + (dino ? 2 * h : 0)),
    position: positions * h,
    final: ((keys.number("num_channels") ?? 3) * patch * patch + 1) * h + h + (dino ? h : 0) + 2 * h + labels * (h + 1),
  };
  return {
    shape: assembled(keys.modelType, whole),
    positions: { count: positions, because: `(${image} ÷ ${patch})² patches and a class token` },
  };
}
