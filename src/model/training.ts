import type { Facts } from "./facts.js";

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
