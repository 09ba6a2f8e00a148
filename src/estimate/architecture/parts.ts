import { FAMILIES, type Family } from "./families.js";
import { type Linear, type Shape, sum } from "./shape.js";

const ENCODER: Family = { ...(FAMILIES.bert as Family), tied: false, position_rows: () => 0 };

/** Like blocks of one side. `share`: positions that pass this part, over those of the encoder. */
export interface Part {
  readonly layers: number;
  readonly attention: number;
  readonly inner: number;
  readonly width: number;
  readonly gated: boolean;
  readonly share: number;
}

function linears(hidden: number, { layers, attention, inner, width, gated, share }: Part): Linear[] {
  const into = ["q_proj", "k_proj", "v_proj"];
  const linear = (name: string, from: number, to: number, count: number): Linear => ({ name, in: from, out: to, count, bias: 0, share });
  return [
    ...into.map((name) => linear(name, hidden, inner, layers * attention)),
    linear("o_proj", inner, hidden, layers * attention),
    ...(gated ? ["gate_proj", "up_proj"] : ["up_proj"]).map((name) => linear(name, hidden, width, layers)),
    linear("down_proj", width, hidden, layers),
  ];
}

/** A model of several stacks. Widths in entries, the rest in parameters. */
export interface Whole {
  readonly hidden: number;
  readonly heads: number;
  readonly vocab: number;
  readonly tied: boolean;
  readonly parts: readonly Part[];
  /** Biases and norms of all blocks; positions; everything else. [parameters] */
  readonly vectors: number;
  readonly position: number;
  readonly final: number;
}

/** As one shape: widths of the first part, matrices of all. */
export function assembled(modelType: string, { hidden, heads, vocab, parts, ...rest }: Whole): Shape {
  const layers = sum(parts.map((part) => part.layers * Math.max(1, part.attention)));
  const [first] = parts as readonly [Part, ...Part[]];
  return {
    ...rest,
    model_type: modelType,
    family: { ...ENCODER, gated: first.gated },
    hidden_size: hidden,
    num_hidden_layers: sum(parts.map((part) => part.layers)),
    num_attention_heads: heads,
    vocab_size: vocab,
    query: first.inner,
    key_value: first.inner,
    qk_dim: first.inner,
    v_dim: first.inner,
    latent: false,
    dense_width: first.width,
    dense_layers: layers,
    sparse_layers: 0,
    num_experts: 0,
    num_experts_per_tok: 0,
    expert_width: first.width,
    shared_width: 0,
    linears: parts.flatMap((part) => linears(hidden, part)),
    expert_linears: [],
    head_bias: 0,
    head_share: parts.at(-1)?.share ?? 1,
    sliding_window: null,
  };
}
