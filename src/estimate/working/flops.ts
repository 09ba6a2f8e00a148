import { LONGEST_OF } from "../lengths.js";
import { attentionForward, tokenFlops } from "../time/flops.js";
import { over, plus, power, times, type Written } from "./arithmetic.js";
import type { Line, Working } from "./line.js";

function modelFlops({ setup }: Working): Written {
  const { multiplied } = setup.counts;
  const attention = attentionForward(setup);
  const passes = setup.preference.reference_passes;
  const own = setup.trains === "full" ? times(6, multiplied) : plus(times(4, multiplied), times(6, setup.adapter_parameters));
  const reference = passes > 0 ? times(passes, plus(times(2, multiplied), attention)) : plus(0);
  return plus(own, times(3, attention), reference);
}

/** FLOPs of a token. */
export const FLOPS: readonly Line[] = [
  {
    id: "time.row",
    label: "tokens of a row, where rows are examples",
    unit: "tokens",
    formula: `mean tokens of an example × (examples of a micro batch)^${LONGEST_OF} for the longest among them; at most the limit, and always that where XLA compiles for it`,
    source: "src/estimate/lengths.ts: lengths as spread as those of instruction data",
    inputs: ["data.tokens_per_example", "training.micro_batch_size", "training.sequence_length", "training.packing"],
    value: ({ work }) => work?.row ?? null,
    numbers: ({ work, setup }) => {
      if (setup.habits.pads_to_limit) return plus(work?.row ?? 0);
      const padding = power(setup.micro_batch_size, LONGEST_OF);
      return times((work?.row ?? 0) / padding.value, padding);
    },
  },
  {
    id: "time.flops.attention",
    label: "attention of a token, forward",
    unit: "FLOP",
    formula: "2 × (width of QKᵀ + width of V) × layers × visible tokens ÷ 2 where causal",
    source: "arXiv 2001.08361 section 2.1, causal",
    inputs: ["model.id", "training.sequence_length"],
    value: ({ setup }) => attentionForward(setup),
    numbers: ({ setup }) => {
      const { shape } = setup;
      const causal = shape.family.causal ? 2 : 1;
      const width = 2 * (shape.qk_dim + shape.v_dim) * shape.num_hidden_layers;
      const seen = (attentionForward(setup) * causal) / width;
      return over(times(2, plus(shape.qk_dim, shape.v_dim), shape.num_hidden_layers, seen), causal);
    },
  },
  {
    id: "time.flops",
    label: "model FLOPs of a token",
    unit: "FLOP",
    formula: "6 × multiplied (adapters: 4 × multiplied + 6 × adapters) + 3 × attention, and forward passes of frozen copies",
    source: "arXiv 2001.08361; arXiv 2106.09685",
    inputs: ["training.method", "training.objective"],
    value: ({ step }) => step?.model_flops_per_token ?? null,
    numbers: modelFlops,
  },
  {
    id: "time.flops.hardware",
    label: "FLOPs of a token with what is computed twice",
    unit: "FLOP",
    formula:
      "model FLOPs + what the attention kernel does beside (FlashAttention: ½ attention; eager: the masked half) + what checkpointing computes again",
    source: "FlashAttention-2, arXiv 2307.08691 section 3.1; arXiv 2205.05198",
    inputs: ["training.gradient_checkpointing"],
    value: ({ step, setup }) => (step ? tokenFlops(setup).hardware : null),
    numbers: ({ setup }) => {
      const { model, hardware } = tokenFlops(setup);
      const beside =
        (setup.eager_attention && setup.shape.family.causal ? 3 + setup.preference.reference_passes : 0.5) * attentionForward(setup);
      return plus(model, beside, hardware - model - beside);
    },
  },
];
