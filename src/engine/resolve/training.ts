import { defaultsOf, engineOf } from "../../frameworks/frameworks.js";
import type { Profile } from "../../frameworks/profile.js";
import type { FactName, MutableFacts } from "../../model/facts.js";
import { assumed, byDefault, derived, follows } from "../../model/known.js";
import { fill, valueIn } from "./fill.js";
import { resolveRollouts } from "./rollouts.js";

const USUAL_LONGEST = 2048;

/** Framework defaults, then what follows from the rest, then stated assumptions. */
export function resolveTraining(facts: MutableFacts, longest: number | undefined): void {
  const split = modelParallel(facts) > (valueIn(facts, "parallelism.context") ?? 1) || (valueIn(facts, "parallelism.expert") ?? 1) > 1;
  const { profile, name, known } = engineOf(valueIn(facts, "training.framework"), split);
  method(facts);
  const adapters = valueIn(facts, "training.method") === "lora" || valueIn(facts, "training.method") === "qlora";
  strategy(facts);
  batchFromGlobal(facts, profile, adapters);
  largeRun(facts);
  corpus(facts);
  pureHalf(facts, adapters);
  const note = known ? `${name}: ${profile.source}` : `no framework is named; as ${name}: ${profile.source}`;
  resolveRollouts(facts, profile, (value) => (known ? byDefault(value, note) : assumed(value, note)));
  const defaults = {
    ...defaultsOf(profile, adapters ? "adapters" : "full", valueIn(facts, "training.precision")),
    ...(valueIn(facts, "training.objective") === "sft" && profile.sft),
  };
  for (const [fact, value] of Object.entries(defaults) as [FactName, never][])
    if (!isLeftOut(fact, facts, known)) fill(facts, fact, known ? byDefault(value, note) : assumed(value, note));
  precision(facts, adapters, profile.habits?.fsdp_upcasts ?? false);
  size(facts, longest, adapters);
  if (defaultsOf(profile, "full")["parallelism.strategy"] && !adapters && world(facts) > 1)
    fill(facts, "parallelism.strategy", byDefault(defaultsOf(profile, "full")["parallelism.strategy"] ?? "ddp", note));
  fill(facts, "parallelism.strategy", assumed(world(facts) > modelParallel(facts) ? "ddp" : "none", "nothing shards the model"));
}

/** Nobody trains in fp32 or on eight long rows because a flag is missing from a manifest that names no framework. */
const isLeftOut = (fact: FactName, facts: MutableFacts, known: boolean) =>
  fact === "parallelism.strategy" ||
  (fact === "training.epochs" && decidesLength(facts)) ||
  (!known && (fact === "training.precision" || fact === "training.micro_batch_size"));

const decidesLength = (facts: MutableFacts) => facts["training.tokens"] !== undefined || facts["training.max_steps"] !== undefined;
const world = (facts: MutableFacts) => (valueIn(facts, "resources.accelerators_per_node") ?? 1) * (valueIn(facts, "resources.nodes") ?? 1);
const modelParallel = (facts: MutableFacts) =>
  (valueIn(facts, "parallelism.tensor") ?? 1) *
  (valueIn(facts, "parallelism.pipeline") ?? 1) *
  (valueIn(facts, "parallelism.context") ?? 1);

function method(facts: MutableFacts) {
  const rank = facts["training.lora.rank"];
  const quantization = facts["training.quantization"];
  if (rank)
    fill(
      facts,
      "training.method",
      derived(quantization && !/8/.test(quantization.value) ? "qlora" : "lora", "adapters are declared", [rank]),
    );
  fill(facts, "training.method", assumed("full", "no adapters are declared"));
  fill(facts, "training.objective", assumed("sft", "no other objective is declared"));
}

/** An FSDP or ZeRO strategy on one device shards nothing; it is left as said. */
function strategy(facts: MutableFacts) {
  const offload = facts["parallelism.offload"];
  if (offload && offload.value !== "none" && !facts["parallelism.strategy"] && world(facts) > 1)
    fill(facts, "parallelism.strategy", assumed("zero3", "offload without a named strategy"));
}

/** global = micro × accumulation × data-parallel ranks: two of the three give the other. */
function batchFromGlobal(facts: MutableFacts, profile: Profile, adapters: boolean) {
  const global = facts["training.global_batch_size"];
  if (!global) return;
  const ranks = Math.max(1, Math.floor(world(facts) / modelParallel(facts)));
  const micro = facts["training.micro_batch_size"];
  const accumulation = facts["training.gradient_accumulation_steps"];
  const note = "global_batch_size over data-parallel ranks";
  // Not what the file says: the number of data-parallel ranks is itself inferred.
  const share = (value: number) => assumed(value, note);
  if (micro && !accumulation)
    fill(facts, "training.gradient_accumulation_steps", share(Math.max(1, Math.round(global.value / micro.value / ranks))));
  else if (accumulation && !micro)
    fill(facts, "training.micro_batch_size", share(Math.max(1, Math.round(global.value / accumulation.value / ranks))));
  else if (!micro) {
    const rows = Math.max(1, Math.round(global.value / ranks));
    const together = profile.whole_batch ? rows : divisorOf(rows, usualRows(facts, adapters));
    const because = profile.whole_batch
      ? "the framework takes a device's share at once"
      : `only the global batch is declared; ${USUAL_ROWS}`;
    fill(facts, "training.micro_batch_size", assumed(together, because));
    fill(facts, "training.gradient_accumulation_steps", assumed(rows / together, note));
  }
}

/** Tokens on a device, where both numbers are declared: medians of the public recipes of the corpus (86 pretrainings, 119 full fine-tunings, 114 of adapters). */
const TOKENS_ON_DEVICE = { pretraining: 8192, full: 4096, adapters: 2048 };
const USUAL_ROWS = "as many rows as recipes of its kind hold on a device";

function usualRows(facts: MutableFacts, adapters: boolean) {
  const kind = adapters ? "adapters" : /pretrain/.test(valueIn(facts, "training.objective") ?? "") ? "pretraining" : "full";
  return Math.max(1, Math.floor(TOKENS_ON_DEVICE[kind] / (valueIn(facts, "training.sequence_length") ?? USUAL_LONGEST)));
}

function divisorOf(rows: number, most: number): number {
  let found = Math.min(rows, most);
  while (rows % found !== 0) found -= 1;
  return found;
}

/** From so many tokens on a run is a pretraining, and its recipe tuned: published ones hold 8 to 16 thousand tokens on a device and millions in a step. */
const LARGE_RUN_TOKENS = 5e9;

function largeRun(facts: MutableFacts) {
  if (
    (valueIn(facts, "training.tokens") ?? 0) < LARGE_RUN_TOKENS ||
    facts["training.micro_batch_size"] ||
    facts["training.global_batch_size"]
  )
    return;
  const because = "not declared; as in published pretraining runs";
  const length = valueIn(facts, "training.sequence_length") ?? USUAL_LONGEST;
  fill(facts, "training.micro_batch_size", assumed(Math.max(1, Math.round(TOKENS_ON_DEVICE.pretraining / length)), because));
  fill(facts, "training.gradient_accumulation_steps", assumed(8, because));
  fill(facts, "training.packing", assumed(true, because));
  if (world(facts) > modelParallel(facts)) fill(facts, "parallelism.strategy", assumed("fsdp", because));
}

function corpus(facts: MutableFacts) {
  if (!/pretrain/.test(valueIn(facts, "training.objective") ?? "")) return;
  fill(facts, "training.packing", assumed(true, "a corpus is cut into full rows"));
}

/** Full weights that a file holds in half precision are computed in it, and BAdam upcasts its block itself (arXiv 2404.02827). */
function pureHalf(facts: MutableFacts, adapters: boolean) {
  if (adapters) return;
  if (/badam/i.test(valueIn(facts, "training.optimizer") ?? ""))
    fill(facts, "training.weights_dtype", assumed("bf16", "BAdam keeps weights in half precision and upcasts one block"));
  const held = facts["training.weights_dtype"];
  if (held && (held.value === "bf16" || held.value === "fp16"))
    fill(facts, "training.precision", follows(held.value, "the weights are held in it", [held]));
}

/** What trained weights, gradients and a master copy are held in follows from who shards. */
function precision(facts: MutableFacts, adapters: boolean, fsdpUpcasts: boolean) {
  const compute = valueIn(facts, "training.precision") ?? "bf16";
  fill(facts, "training.precision", assumed("bf16", "no precision is declared"));
  const half = compute === "fp16" ? "fp16" : "bf16";
  const how = valueIn(facts, "parallelism.strategy") ?? "none";
  const mixed = compute === "bf16" || compute === "fp16" || compute === "fp8";
  if (!adapters && mixed && how.startsWith("zero")) {
    const note = "DeepSpeed trains half-precision weights with an fp32 copy in the optimizer";
    if (isOfProfile(facts)) facts["training.weights_dtype"] = byDefault(half, note);
    fill(facts, "training.master_weights", byDefault(true, note));
    fill(facts, "training.gradient_dtype", byDefault(half, note));
  }
  if (!adapters && mixed && (how === "fsdp" || how === "hsdp") && fsdpUpcasts && isOfProfile(facts))
    facts["training.weights_dtype"] = byDefault("fp32", "accelerate upcasts what FSDP trains to fp32");
  fill(
    facts,
    "training.weights_dtype",
    assumed(
      mixed && adapters ? half : mixed ? half : "fp32",
      mixed ? "loaded in the checkpoint's half precision" : "no half precision is declared",
    ),
  );
  fill(facts, "training.master_weights", assumed(false, "the optimizer updates the weights themselves"));
  if (!adapters)
    fill(
      facts,
      "training.gradient_dtype",
      assumed(valueIn(facts, "training.weights_dtype") ?? "bf16", "gradients have the dtype of their weights"),
    );
}

/** Nobody but the framework's profile says how weights are held: who shards them decides. */
const isOfProfile = (facts: MutableFacts) => /default|assumed/.test(facts["training.weights_dtype"]?.kind ?? "default");

function size(facts: MutableFacts, longest: number | undefined, adapters: boolean) {
  const usual = Math.min(longest ?? USUAL_LONGEST, USUAL_LONGEST);
  fill(facts, "training.sequence_length", assumed(usual, "no sequence length is declared"));
  fill(facts, "training.micro_batch_size", assumed(usualRows(facts, adapters), `no batch size is declared; ${USUAL_ROWS}`));
  fill(facts, "training.gradient_accumulation_steps", assumed(1, "no accumulation is declared"));
  fill(facts, "training.gradient_checkpointing", assumed(false, "not declared"));
  fill(facts, "training.optimizer", assumed("adamw_torch", "no optimizer is declared"));
  fill(facts, "training.attention", assumed("sdpa", "PyTorch's own attention"));
}
