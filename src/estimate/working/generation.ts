import type { Generation } from "../time/generation.js";
import { plus, times, type Written } from "./arithmetic.js";
import type { Line, Working } from "./line.js";

const LENGTHS = ["training.max_prompt_length", "training.max_completion_length", "training.num_generations"] as const;

function round({ generation, setup: { rollouts } }: Working): Written {
  if (!generation || !rollouts) return plus(0);
  const { on_engine, steps, weights, host, cache, compute, drawing, prefill } = generation;
  return plus(
    times(steps.expected, plus(weights, host)),
    times(on_engine, rollouts.mean_completion.expected, plus(cache.expected, compute, drawing)),
    prefill,
  );
}

/** Share of an on-policy step that samples: rounds of training tokens at the rate of the run beside it. */
function share({ generation, work, setup, estimate }: Working, sampling: Generation) {
  const trained = ((work?.processed.expected ?? 0) * setup.preference.sequences) / (estimate.tokens_per_second ?? 1);
  const rounds = (work?.steps ?? 0) * sampling.seconds.expected;
  return generation && rounds > 0 ? rounds / (rounds + trained) : null;
}

export const GENERATION: readonly Line[] = [
  {
    id: "generation.completions",
    label: "completions of a round",
    unit: "sequences",
    formula: "prompts of a step × completions of each; TRL: the batch of an optimizer step, which counts completions",
    source: "trl GRPOTrainer; verl, NeMo-RL and OpenRLHF count prompts",
    inputs: ["training.prompts_per_step", "training.num_generations", "training.micro_batch_size", "training.gradient_accumulation_steps"],
    value: ({ generation }) => generation?.completions ?? null,
    numbers: ({ setup }) => {
      const { rollouts, micro_batch_size, data, accumulation } = setup;
      return rollouts?.prompts ? times(rollouts.prompts, rollouts.completions_per_prompt) : times(micro_batch_size, data, accumulation);
    },
  },
  {
    id: "generation.seconds",
    label: "sampling of a round",
    unit: "s",
    formula:
      "decoding steps × (reading the weights + host) + completions on an engine × their tokens × (reading keys and values + FLOPs + drawing) + prompts",
    source: "roofline, 10.1145/1498765.1498785; fitted on NeMo-RL 0.4 docs/about/performance-summary.md",
    inputs: [...LENGTHS, "training.generator", "training.vllm_tensor_parallel_size", "resources.accelerator"],
    value: ({ generation }) => generation?.seconds.expected ?? null,
    numbers: round,
  },
  {
    id: "generation.share",
    label: "share of a run that samples",
    unit: "share",
    formula: "rounds × sampling ÷ (rounds × sampling + tokens ÷ tokens per second)",
    source: "OpenRLHF, arXiv 2405.11143: sampling takes most of a step",
    inputs: [...LENGTHS],
    value: (working) => (working.generation ? share(working, working.generation) : null),
    numbers: (working) => plus((working.generation && share(working, working.generation)) ?? 0),
  },
];
