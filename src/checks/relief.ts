import { gib } from "../model/units.js";
import { formatGib } from "../model/words.js";
import type { CheckedJob } from "./input.js";
import type { Told } from "./rules/rule.js";

/** What is said of a peak beside its card. */
export function peakTold({ estimate, facts }: CheckedJob, words: string, help: string): Told | null {
  if (!estimate.memory || estimate.capacity === null) return null;
  const { low, expected, high } = estimate.memory.peak;
  return {
    message: `${words}: about ${formatGib(gib(expected))} (${formatGib(gib(low))} to ${formatGib(gib(high))}) of ${formatGib(gib(estimate.capacity))} at its peak`,
    at: facts["training.micro_batch_size"]?.at ?? facts["training.sequence_length"]?.at,
    help,
  };
}

/** The cheapest change that is not in use yet. */
export function relief({ facts, estimate: { accelerators } }: CheckedJob): string {
  if (facts["training.gradient_checkpointing"]?.value === false) return "turn on gradient_checkpointing";
  if ((facts["training.micro_batch_size"]?.value ?? 1) > 1) return "lower the micro batch and raise gradient_accumulation_steps";
  const spread = wayOut(facts, accelerators);
  if (facts["training.fused_loss"]?.value !== true) return `use a fused loss (use_liger_kernel), a shorter sequence, or ${spread}`;
  return spread;
}

/** What is left: nothing is sharded twice, nor over one accelerator, and adapters are not trained instead of adapters. */
function wayOut(facts: CheckedJob["facts"], accelerators: number | null): string {
  const sharded = /^(zero3|fsdp|hsdp)$/.test(facts["parallelism.strategy"]?.value ?? "");
  if ((accelerators ?? 1) > 1) return sharded ? "shard the model over more accelerators" : "shard the model (zero3 or fsdp)";
  const method = facts["training.method"]?.value;
  return method === "full"
    ? "train adapters (lora or qlora)"
    : method === "lora"
      ? "quantize the base (qlora)"
      : "take an accelerator with more memory";
}
