import { type Defaults, type Habits, type Profile, USUAL } from "./profile.js";
import { PROFILES } from "./profiles.js";

const TABLE: Readonly<Record<string, Profile>> = PROFILES;

/** Frameworks that behave as another one. */
const SAME: Readonly<Record<string, string>> = {
  transformers: "hf-trainer",
  swift: "ms-swift",
  llamafactory: "llama-factory",
  "megatron-lm": "megatron",
};

export type Trains = "full" | "adapters";

/** The profile of a framework's name; a framework nobody described behaves like the Hugging Face Trainer, and says so. */
export function profileOf(framework: string | undefined): { readonly name: string; readonly profile: Profile; readonly known: boolean } {
  const word = framework?.toLowerCase() ?? "";
  const name = SAME[word] ?? word;
  const profile = TABLE[name];
  return profile ? { name, profile, known: true } : { name: "hf-trainer", profile: PROFILES["hf-trainer"], known: false };
}

/** The profile that is in force for a layout: `megatron sft` of ms-swift is Megatron. */
export function engineOf(framework: string | undefined, modelParallel: boolean): ReturnType<typeof profileOf> {
  const own = profileOf(framework);
  return modelParallel && own.profile.model_parallel ? profileOf(own.profile.model_parallel) : own;
}

export const defaultsOf = (profile: Profile, trains: Trains, precision?: string): Defaults => ({
  ...profile.defaults,
  ...profile[trains],
  ...(precision === "fp16" && profile.fp16?.defaults),
});

/** Pretraining code that no manifest names is seldom eager PyTorch: GPT-NeoX, llm.c, nanoGPT and their like fuse or compile. */
const UNNAMED_PRETRAINING: Partial<Habits> = { kernels: "compiled", loss: "compiled" };

export const habitsOf = (profile: Profile, trains: Trains, precision: string | undefined, unnamedPretraining = false): Habits => ({
  ...USUAL,
  ...profile.habits,
  ...(trains === "full" ? profile.full_habits : profile.adapter_habits),
  ...(precision === "fp16" && profile.fp16?.habits),
  ...(unnamedPretraining && UNNAMED_PRETRAINING),
});
