import type { Habits } from "../frameworks/profile.js";
import type { Get } from "../model/facts.js";

/** What a step holds and computes beside one forward and backward of one sequence. */
export interface Preference {
  /** Sequences of one example that pass through the policy. */
  readonly sequences: number;
  /** Forward passes beside the trained one per trained sequence: frozen copies, the policy before the update, and three for a value model's training. */
  readonly reference_passes: number;
  /** Frozen copies of the weights that stay on the device. */
  readonly reference_weights: number;
  /** Models of the policy's size that are trained beside it (PPO's value model). */
  readonly value_models: number;
}

/** Objectives whose step is more than one forward and backward; `design`: TRL's trainers of the same names. */
const of = (sequences: number, reference_passes = 0, reference_weights = 0, value_models = 0): Preference => ({
  sequences,
  reference_passes,
  reference_weights,
  value_models,
});
const PLAIN = of(1);
const PREFERENCE: Readonly<Record<string, Preference>> = {
  dpo: of(2, 1, 1),
  ipo: of(2, 1, 1),
  kto: of(1, 1, 1),
  orpo: of(2),
  simpo: of(2),
  cpo: of(2),
  reward: of(2),
  grpo: of(1, 1, 1),
  online_dpo: of(1, 2, 2),
  /** Reference and reward frozen; the value model's forward pass and training. */
  ppo: of(1, 2 + 1 + 3, 2, 1),
  distill: of(1, 1, 1),
};

/** What the objective adds to a step; a reference that is precomputed, or not needed, adds nothing. */
export function preferenceOf(get: Get, habits: Pick<Habits, "old_log_probs" | "reference_on_host">): Preference {
  const objective = get("training.objective") ?? "";
  const usual = PREFERENCE[objective] ?? PLAIN;
  if (objective === "grpo") return sampled(usual, (get("training.beta") ?? 0) !== 0, habits);
  if (objective === "ppo") return sampled(usual, true, habits);
  const precomputed = get("training.precompute_ref_log_probs") === true && /^(dpo|ipo|kto)$/.test(objective);
  return precomputed ? { ...usual, reference_passes: 0, reference_weights: 0 } : usual;
}

/** Without a divergence term no reference is loaded (TRL GRPOConfig.beta); verl and NeMo-RL keep it in host memory and compute the policy's old log-probabilities. */
function sampled(
  usual: Preference,
  reference: boolean,
  { old_log_probs, reference_on_host }: Pick<Habits, "old_log_probs" | "reference_on_host">,
) {
  const passes = (reference ? usual.reference_passes : usual.reference_passes - 1) + (old_log_probs ? 1 : 0);
  return {
    ...usual,
    reference_passes: passes,
    reference_weights: reference && !reference_on_host ? usual.reference_weights : usual.reference_weights - 1,
  };
}
