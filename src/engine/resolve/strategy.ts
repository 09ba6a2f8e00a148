import { countsOf, shapeOf } from "../../estimate/architecture/of-job.js";
import { defaultsOf } from "../../frameworks/frameworks.js";
import type { Profile } from "../../frameworks/profile.js";
import type { MutableFacts } from "../../model/facts.js";
import { assumed, byDefault } from "../../model/known.js";
import { fill, valueIn } from "./fill.js";

/** Accelerators of the job; of what nobody says, one. */
export const world = (facts: MutableFacts) =>
  (valueIn(facts, "resources.accelerators_per_node") ?? 1) * (valueIn(facts, "resources.nodes") ?? 1);
/** Accelerators that one copy of the model and one row of it are cut over. */
export const modelParallel = (facts: MutableFacts) =>
  (valueIn(facts, "parallelism.tensor") ?? 1) *
  (valueIn(facts, "parallelism.pipeline") ?? 1) *
  (valueIn(facts, "parallelism.context") ?? 1);

/** An FSDP or ZeRO strategy on one device shards nothing; it is left as said. */
export function offloadShards(facts: MutableFacts) {
  const offload = facts["parallelism.offload"];
  if (offload && offload.value !== "none" && !facts["parallelism.strategy"] && world(facts) > 1)
    fill(facts, "parallelism.strategy", assumed("zero3", "offload without a named strategy"));
}

/** Held of a trained parameter in mixed precision: weights and gradients, a master copy, Adam's moments (arXiv 1910.02054 section 3.1); of a frozen one, half precision. [bytes] */
const TRAINED = 16;
const FROZEN = 2;

interface Circumstances {
  readonly adapters: boolean;
  /** Of one device. [bytes] */
  readonly capacity: number | null;
  readonly note: string;
}

/** The framework's default, else what it is used for where one device does not hold a copy, else every device has one. */
export function whoShards(facts: MutableFacts, profile: Profile, { adapters, capacity, note }: Circumstances): void {
  const usual = (adapters ? profile.adapters : defaultsOf(profile, "full"))?.["parallelism.strategy"];
  if (usual && world(facts) > 1) fill(facts, "parallelism.strategy", byDefault(usual, note));
  if (profile.shards && world(facts) > 1 && modelParallel(facts) === 1 && !holds(facts, capacity, adapters))
    fill(facts, "parallelism.strategy", assumed(profile.shards, "not declared, and one device does not hold a copy of what is trained"));
  fill(facts, "parallelism.strategy", assumed(world(facts) > modelParallel(facts) ? "ddp" : "none", "nothing shards the model"));
}

function holds(facts: MutableFacts, capacity: number | null, adapters: boolean): boolean {
  const shape = shapeOf(facts);
  if (!shape || capacity === null) return true;
  const frozen = facts["training.quantization"] ? FROZEN / 4 : FROZEN;
  return countsOf(shape, undefined).total * (adapters ? frozen : TRAINED) <= capacity;
}

/** Weights, gradients and two moments in fp32. [bytes] */
const SINGLE = 16;

/**
 * A flag that is missing is no training in fp32 where that is unlikely: adapters are added to a checkpoint that scripts load in half precision or in fewer bits, and what
 * one device could not train in fp32 has precision declared elsewhere. How many devices there are decides nothing: more of them do not change a script. Where a person
 * names the framework and how it shards, no flag is missing: precision stands in that configuration too (eleven published runs that leave it out, eight of them surely not in fp32).
 */
export function trainsInSingle(facts: MutableFacts, { adapters, capacity }: Omit<Circumstances, "note">): boolean {
  const shape = shapeOf(facts);
  if (adapters || !shape || capacity === null) return !adapters;
  const shards = /^(zero|fsdp|hsdp)/.test(valueIn(facts, "parallelism.strategy") ?? "");
  if (shards && facts["training.framework"]?.kind === "declared") return false;
  return SINGLE * countsOf(shape, undefined).total <= capacity;
}
