import { isTarget, type Linear } from "../architecture/shape.js";
import { UNFROZEN_LAYERS } from "../memory/frozen.js";
import { over, plus, times, type Written } from "./arithmetic.js";
import type { Line } from "./line.js";

const MODEL = ["model.id", "model.architecture", "model.parameters"] as const;
const matrices = (all: readonly Linear[]): Written[] => all.map((each) => times(each.in, each.out, each.count, each.share ?? 1));
const biases = (all: readonly Linear[]) => all.reduce((sum, { bias, count }) => sum + bias * count, 0);

export const PARAMETERS: readonly Line[] = [
  {
    id: "parameters.blocks",
    label: "matrices of all blocks",
    unit: "parameters",
    formula: "Σ in × out × how many, and biases",
    source: "config.json shapes, modeling code of transformers",
    inputs: MODEL,
    value: ({ setup }) => setup.counts.linear + setup.counts.expert,
    numbers: ({ setup: { shape } }) => {
      const all = [...shape.linears, ...shape.expert_linears];
      return plus(...all.map((each) => times(each.in, each.out, each.count)), biases(all));
    },
  },
  {
    id: "parameters.total",
    label: "parameters",
    unit: "parameters",
    formula: "blocks + norms and routers + embedding + head + positions + last norm, towers of other senses",
    source: "config.json shapes, modeling code of transformers",
    inputs: MODEL,
    value: ({ setup }) => setup.counts.total,
    numbers: ({ setup: { shape, counts } }) =>
      plus(
        counts.linear + counts.expert,
        shape.vectors,
        times(shape.vocab_size, shape.hidden_size),
        counts.head,
        shape.position,
        shape.final,
      ),
  },
  {
    id: "parameters.multiplied",
    label: "parameters each token is multiplied with",
    unit: "parameters",
    formula: "block matrices + active experts + router + vocab_size × hidden_size",
    source: "arXiv 2001.08361 section 2.1, head included",
    inputs: [...MODEL, "model.active_parameters"],
    value: ({ setup }) => setup.counts.multiplied,
    numbers: ({ setup: { shape, counts, exact_shape } }) => {
      if (!exact_shape) return plus(counts.multiplied);
      const experts = over(times(counts.expert, shape.num_experts_per_tok), Math.max(1, shape.num_experts));
      const router = times(shape.num_experts, shape.hidden_size, shape.sparse_layers);
      return plus(...matrices(shape.linears), experts, router, times(shape.vocab_size, shape.hidden_size, shape.head_share ?? 1));
    },
  },
  {
    id: "parameters.adapters",
    label: "adapter parameters",
    unit: "parameters",
    formula: "Σ rank × (in + out) × how many, over target_modules",
    source: "LoRA, arXiv 2106.09685 section 4.1",
    inputs: ["training.lora.rank", "training.lora.target_modules", "training.trainable_parameters"],
    value: ({ setup }) => (setup.trains === "full" ? null : setup.adapter_parameters),
    numbers: ({ job, setup: { shape, rank, targets, adapter_parameters } }) => {
      if (job.facts["training.trainable_parameters"]) return plus(adapter_parameters);
      const targeted = [...shape.linears, ...shape.expert_linears].filter(({ name }) => isTarget(name, targets));
      return plus(...targeted.map((each) => times(rank, plus(each.in, each.out), each.count)));
    },
  },
  {
    id: "parameters.unfrozen",
    label: "parameters that are not frozen",
    unit: "parameters",
    formula: `trainable_parameters, else those of the last ${UNFROZEN_LAYERS} layers`,
    source: "freeze_trainable_layers of LLaMA-Factory",
    inputs: ["training.method", "training.trainable_parameters"],
    value: ({ setup: { trains, counts, trained_share } }) =>
      trains === "full" && trained_share < 1 ? Math.round(counts.total * trained_share) : null,
    numbers: ({ job, setup: { counts } }) => {
      const said = job.facts["training.trainable_parameters"]?.value;
      return said === undefined ? times(UNFROZEN_LAYERS, counts.per_layer) : plus(said);
    },
  },
];
