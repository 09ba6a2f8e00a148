import type { Facts, KnownFacts } from "./facts.js";

type Objective = Facts["training.objective"];
type Method = Facts["training.method"];

const PRETRAINS: ReadonlySet<Objective> = new Set<Objective>(["pretrain", "continued_pretrain"]);
const SAMPLES: ReadonlySet<Objective> = new Set<Objective>(["grpo", "ppo", "online_dpo"]);

/** Over a corpus, cut into full rows. */
export const pretrains = (objective: Objective | undefined): boolean => objective !== undefined && PRETRAINS.has(objective);

/** The policy samples what it learns from. */
export const samples = (objective: Objective | undefined): boolean => objective !== undefined && SAMPLES.has(objective);

/** Beside weights that stay as they are. */
export const trainsAdapters = (method: Method | undefined): boolean => method === "lora" || method === "qlora";

/** A person who sums a run up may leave checkpointing out; what the framework does by itself need not be what ran. In a recipe the key that is missing decides. */
export function leavesCheckpointingOpen(facts: KnownFacts): boolean {
  const [said, framework] = [facts["training.gradient_checkpointing"]?.kind, facts["training.framework"]?.kind];
  return (said === "default" || said === "assumed") && framework !== "derived";
}
