import type { ResolvedJob } from "../../model/estimate.js";
import type { KnownFacts, MutableFacts } from "../../model/facts.js";
import { fromGib } from "../../model/units.js";
import { resolveData } from "./data.js";
import { fill } from "./fill.js";
import { resolveHardware } from "./hardware.js";
import { managedOf } from "./managed.js";
import { resolveModel } from "./model.js";
import { mfuOf, originOfPrice, priceOf } from "./price.js";
import type { Sources } from "./sources.js";
import { resolveTraining } from "./training.js";
import { unknownTargets, unknownWords } from "./unknown-words.js";

/** Fills what a job leaves open, in this order: catalogue, framework's default, derivation, assumption. What a manifest says is never changed. */
export function resolve(said: KnownFacts, sources: Sources): ResolvedJob {
  const facts: MutableFacts = { ...said };
  const managed = managedOf(facts, sources);
  if (managed !== undefined) {
    resolveData(facts, sources);
    return { facts, accelerator: null, price: null, mfu: null, managed };
  }
  unknownWords(said, sources);
  const accelerator = resolveHardware(facts, sources);
  const longest = resolveModel(facts, sources);
  const capacity = facts["resources.accelerator_memory"]?.value ?? (accelerator ? fromGib(accelerator.memory_gib_usable) : null);
  resolveTraining(facts, longest, capacity);
  unknownTargets(facts, sources);
  resolveData(facts, sources);
  const price = priceOf(facts, accelerator, sources);
  if (price) fill(facts, "resources.price_per_accelerator_hour", originOfPrice(price, facts));
  return { facts, accelerator, price, mfu: mfuOf(accelerator, sources) };
}
