import { readShape } from "./read.js";
import { count, type Shape } from "./shape.js";

const VOCAB = 64_000;
/** Hidden size over layers of published decoders of 0.1 to 100 billion parameters lies near 128 (Llama 2 7B: 4096/32, 70B: 8192/80). */
const ASPECT = 118;

/** A llama-like shape of about so many parameters, for models of which only the size is known. Memory from it is a wider range. */
export function typicalShape(parameters: number): Shape {
  let best = shapeOf(128);
  for (let hidden = 256; hidden <= 32_768; hidden += 128) {
    const shape = shapeOf(hidden);
    if (Math.abs(count(shape).total - parameters) < Math.abs(count(best).total - parameters)) best = shape;
  }
  return best;
}

function shapeOf(hidden: number): Shape {
  const reading = readShape({
    model_type: "llama",
    hidden_size: hidden,
    num_hidden_layers: Math.max(2, Math.round(hidden / ASPECT)),
    num_attention_heads: hidden / 128,
    num_key_value_heads: Math.max(1, Math.round(hidden / 128 / 4)),
    intermediate_size: Math.round((hidden * 3.2) / 128) * 128,
    vocab_size: VOCAB,
  });
  if (!reading.ok) throw new Error("a typical shape has every key");
  return reading.shape;
}
