import type { Profile } from "../../frameworks/profile.js";
import { PROFILES } from "../../frameworks/profiles.js";
import type { FactName, MutableFacts } from "../../model/facts.js";
import { assumed, derived, follows, type Known } from "../../model/known.js";
import { samples } from "../../model/training.js";
import { fill, valueIn } from "./fill.js";

/** PPO samples once, online DPO a pair. */
const COMPLETIONS = { ppo: 1, online_dpo: 2 } as const;

/** How much is sampled: what the framework does where the manifest is silent, and the length that prompt and completion give together. */
export function resolveRollouts(facts: MutableFacts, profile: Profile, asDefault: <T>(value: T) => Known<T>): void {
  const objective = valueIn(facts, "training.objective");
  if (!samples(objective)) return;
  const batch = facts["training.global_batch_size"];
  if (profile.habits?.batch_of_prompts && batch)
    fill(facts, "training.prompts_per_step", derived(batch.value, "the batch counts prompts", [batch]));
  const usual = COMPLETIONS[objective as keyof typeof COMPLETIONS];
  if (usual !== undefined) fill(facts, "training.num_generations", assumed(usual, `as ${objective} samples`));
  fromLength(facts);
  for (const [fact, value] of Object.entries({ ...(profile.rollout ?? PROFILES.trl.rollout) }) as [FactName, never][])
    fill(facts, fact, asDefault(value));
  fromLength(facts);
  length(facts);
}

/** The completion is what a declared prompt leaves of the sequence, or the other way round. */
function fromLength(facts: MutableFacts) {
  const sequence = facts["training.sequence_length"];
  if (!sequence) return;
  const [prompt, completion] = [facts["training.max_prompt_length"], facts["training.max_completion_length"]];
  if (prompt && !completion && prompt.value < sequence.value)
    fill(
      facts,
      "training.max_completion_length",
      derived(sequence.value - prompt.value, "sequence length less the prompt", [sequence, prompt]),
    );
  if (completion && !prompt && completion.value < sequence.value)
    fill(
      facts,
      "training.max_prompt_length",
      derived(sequence.value - completion.value, "sequence length less the completion", [sequence]),
    );
}

function length(facts: MutableFacts) {
  const sequence = valueIn(facts, "training.sequence_length");
  if (sequence !== undefined) {
    fill(
      facts,
      "training.max_completion_length",
      assumed(Math.ceil(sequence / 2), "half of the sequence; no completion length is declared"),
    );
    fill(
      facts,
      "training.max_prompt_length",
      assumed(Math.max(1, Math.floor(sequence / 2)), "half of the sequence; no prompt length is declared"),
    );
    return;
  }
  const [prompt, completion] = [facts["training.max_prompt_length"], facts["training.max_completion_length"]];
  if (prompt && completion)
    fill(facts, "training.sequence_length", follows(prompt.value + completion.value, "prompt and completion", [completion, prompt]));
}
