import { type Defaults, type Habits, type Otherwise, type Profile, USUAL } from "./profile.js";
import { PROFILES } from "./profiles.js";

const TABLE: Readonly<Record<string, Profile>> = PROFILES;

/** Frameworks that behave as another one. */
const SAME: Readonly<Record<string, string>> = {
  transformers: "hf-trainer",
  swift: "ms-swift",
  llamafactory: "llama-factory",
  "megatron-lm": "megatron",
  composer: "llm-foundry",
  torch: "pytorch",
  "pytorch-lightning": "lightning",
  "pytorch lightning": "lightning",
  fabric: "lightning",
  lit_gpt: "litgpt",
  "lit-gpt": "litgpt",
  pax: "paxml",
  praxis: "paxml",
  "nemo automodel": "nemo-automodel",
  automodel: "nemo-automodel",
  fms_fsdp: "fms-fsdp",
  fastllm: "fast-llm",
  "open-lm": "open_lm",
};

/** Every name that has a profile. */
export const frameworkNames: readonly string[] = [...Object.keys(TABLE), ...Object.keys(SAME)];

export type Trains = "full" | "adapters";

/** `ms-swift@3`, `trl 0.12`, `transformers==4.44.2`: a name and the version it is of. */
const VERSIONED = /^(.+?)(?:\s*(?:@|==|\s)\s*v?(\d+(?:\.\d+)*)\S*)?$/;

interface Found {
  readonly name: string;
  readonly profile: Profile;
  readonly known: boolean;
}

/** The profile of a framework's name; a framework nobody described behaves like the Hugging Face Trainer, and says so. */
export function profileOf(framework: string | undefined, card?: string): Found {
  const [, word = "", version] = VERSIONED.exec(framework?.trim().toLowerCase() ?? "") ?? [];
  const name = SAME[word] ?? word;
  const profile = TABLE[name];
  if (!profile) return { name: "hf-trainer", profile: PROFILES["hf-trainer"], known: false };
  return { name, profile: asOf(profile, version === undefined ? ofCard(profile, card) : ofVersion(profile, version)), known: true };
}

/** The package whose version decides how a framework behaves; undefined where none does, or the name already has one. */
export function versionedBy(framework: string): string | undefined {
  const [, word = "", version] = VERSIONED.exec(framework.trim().toLowerCase()) ?? [];
  const profile = TABLE[SAME[word] ?? word];
  const differs = (profile?.before?.length ?? 0) + (profile?.since?.length ?? 0) > 0;
  return version === undefined && differs ? profile?.package : undefined;
}

const ofVersion = (profile: Profile, version: string) =>
  profile.before?.find((row) => isBefore(version, row.version)) ?? profile.since?.findLast((row) => !isBefore(version, row.version));

/** No version is named, and the card is younger than the older ones. */
const ofCard = (profile: Profile, card = "") => profile.since?.findLast((row) => row.cards?.test(card));

function asOf(profile: Profile, other: Otherwise | undefined): Profile {
  if (!other) return profile;
  return {
    ...profile,
    source: other.defaults ? `${profile.source}; ${other.source}` : profile.source,
    defaults: { ...profile.defaults, ...other.defaults },
    habits: { ...profile.habits, ...other.habits },
    ...(profile.adapters && { adapters: { ...profile.adapters, ...other.adapters } }),
    ...(profile.full_habits && { full_habits: { ...profile.full_habits, ...other.full_habits } }),
    ...(profile.adapter_habits && { adapter_habits: { ...profile.adapter_habits, ...other.adapter_habits } }),
  };
}

/** `4` is the newest of its major version: of what it leaves open nothing is before. */
function isBefore(version: string, other: string): boolean {
  const [mine, theirs] = [version, other].map((text) => text.split(".").map(Number)) as [number[], number[]];
  const at = mine.findIndex((part, index) => part !== (theirs[index] ?? 0));
  return at >= 0 && (mine[at] ?? 0) < (theirs[at] ?? 0);
}

/** The profile that is in force for a layout: `megatron sft` of ms-swift is Megatron. */
export function engineOf(framework: string | undefined, modelParallel: boolean, card?: string): Found {
  const own = profileOf(framework, card);
  return modelParallel && own.profile.model_parallel ? profileOf(own.profile.model_parallel) : own;
}

/** What the framework fills in for this kind of training. */
export const defaultsOf = (profile: Profile, trains: Trains, precision?: string): Defaults => ({
  ...profile.defaults,
  ...profile[trains],
  ...(precision === "fp16" && profile.fp16?.defaults),
});

/** Pretraining code that nobody names or described is seldom eager PyTorch: llm.c, nanoGPT, GPT-NeoX and their like fuse or compile, and fill the vocabulary up. */
const UNDESCRIBED_PRETRAINING: Partial<Habits> = { kernels: "compiled", loss: "compiled", pads_vocabulary: true, loops_experts: false };

/** Its habits for this kind of training, over those of PyTorch and transformers. */
export const habitsOf = (
  profile: Profile,
  trains: Trains,
  precision: string | undefined,
  pretraining?: "described" | "undescribed",
): Habits => ({
  ...USUAL,
  ...profile.habits,
  ...(trains === "full" ? profile.full_habits : profile.adapter_habits),
  ...(precision === "fp16" && profile.fp16?.habits),
  ...(pretraining && (pretraining === "described" ? profile.pretraining_habits : UNDESCRIBED_PRETRAINING)),
});
