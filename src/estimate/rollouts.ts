import type { Habits } from "../frameworks/profile.js";
import type { ResolvedJob } from "../model/estimate.js";
import type { Get } from "../model/facts.js";
import { samples } from "../model/training.js";
import { fromGib, type Range } from "../model/units.js";

/** What a policy samples before it trains on it: one round. Lengths in tokens. */
export interface Rollouts {
  readonly generator: "transformers" | "vllm" | "vllm-server";
  readonly completions_per_prompt: number;
  /** Prompts of a round; null where a round is one optimizer step's batch of completions (TRL). */
  readonly prompts: number | null;
  readonly prompt: number;
  readonly completion: number;
  /** Mean and longest length of what is sampled: only the limit is declared. */
  readonly mean_completion: Range;
  readonly longest_completion: Range;
  /** Memory of one device that the sampling engine may take; whether it gives it back while the policy trains. [bytes] */
  readonly engine_memory: number;
  readonly sleeps: boolean;
  readonly engine_devices: number;
  /** Devices that sample: those that train, or the declared ones beside them. */
  readonly devices: number | null;
}

/** Share of the limit that completions fill: published means are 0.26 (Llama-3.1-8B) to 0.78 (Qwen3) of it, NeMo-RL docs/about/performance-summary.md. */
const MEAN_FILL = { low: 0.2, expected: 0.5, high: 0.9 };
/** Among many completions one runs into the limit. */
const LONGEST_FILL = { low: 0.5, expected: 1, high: 1 };
/** Share of a prompt's limit that prompts fill where the data does not say. */
const PROMPT_FILL = 0.4;

/** Null where nothing is sampled. */
export function rolloutsOf(get: Get, job: ResolvedJob, habits: Habits): Rollouts | null {
  if (!samples(get("training.objective"))) return null;
  const completion = get("training.max_completion_length") ?? 256;
  const longest = get("training.max_prompt_length") ?? 512;
  const capacity = get("resources.accelerator_memory") ?? fromGib(job.accelerator?.memory_gib_usable ?? 0);
  const generator = get("training.generator") ?? "transformers";
  return {
    generator,
    completions_per_prompt: get("training.num_generations") ?? 1,
    prompts: get("training.prompts_per_step") ?? null,
    prompt: Math.min(get("data.tokens_per_example") ?? PROMPT_FILL * longest, longest),
    completion,
    mean_completion: fill(completion, MEAN_FILL),
    longest_completion: fill(completion, LONGEST_FILL),
    engine_memory: (get("training.vllm_gpu_memory_utilization") ?? 0.9) * capacity,
    sleeps: habits.generator_sleeps,
    engine_devices: get("training.vllm_tensor_parallel_size") ?? 1,
    devices: generator === "vllm-server" ? (get("resources.generation_accelerators") ?? null) : null,
  };
}

const fill = (limit: number, share: Range): Range => ({
  low: limit * share.low,
  expected: limit * share.expected,
  high: limit * share.high,
});

/** Memory that the sampling engine keeps beside what trains. [bytes] */
export const heldByGenerator = (rollouts: Rollouts | null): number =>
  rollouts?.generator === "vllm" && !rollouts.sleeps ? rollouts.engine_memory : 0;
