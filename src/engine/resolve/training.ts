import { cutsLayers } from "../../estimate/layout.js";
import { USUAL_LIMIT } from "../../estimate/lengths.js";
import { defaultsOf, engineOf } from "../../frameworks/frameworks.js";
import { type Profile, USUAL } from "../../frameworks/profile.js";
import { type FactName, type MutableFacts, valuesOf } from "../../model/facts.js";
import { assumed, byDefault, derived, follows, type Known } from "../../model/known.js";
import { pretrains, samples, trainsAdapters } from "../../model/training.js";
import { batchFromGlobal, largeRun, USUAL_ROWS, usualRows } from "./batch.js";
import { fill, valueIn } from "./fill.js";
import { resolveRollouts } from "./rollouts.js";
import { offloadShards, trainsInSingle, whoShards } from "./strategy.js";

/** Framework defaults, then what follows from the rest, then stated assumptions. */
export function resolveTraining(facts: MutableFacts, longest: number | undefined, capacity: number | null): void {
  const { profile, name, known } = engineOf(
    valueIn(facts, "training.framework"),
    cutsLayers(valuesOf(facts)),
    valueIn(facts, "resources.accelerator"),
  );
  method(facts);
  const adapters = trainsAdapters(valueIn(facts, "training.method"));
  offloadShards(facts);
  batchFromGlobal(facts, profile, adapters);
  largeRun(facts);
  corpus(facts);
  pureHalf(facts, adapters);
  const note = known ? `${name}: ${profile.source}` : `no framework is named; as ${name}: ${profile.source}`;
  resolveRollouts(facts, profile, (value) => (known ? byDefault(value, note) : assumed(value, note)));
  const halved = !adapters && /^(bf16|fp16)$/.test(valueIn(facts, "training.precision") ?? "");
  const defaults = {
    ...defaultsOf(profile, adapters ? "adapters" : "full", valueIn(facts, "training.precision")),
    ...(valueIn(facts, "training.objective") === "sft" && profile.sft),
    ...(halved && profile.mixed),
    ...((facts["training.quantization"] || valueIn(facts, "training.method") === "qlora") && profile.quantized),
  };
  const single = (fact: FactName, value: unknown) =>
    fact === "training.precision" && value === "fp32" && !trainsInSingle(facts, { adapters, capacity });
  for (const [fact, value] of Object.entries(defaults) as [FactName, never][])
    if (!isLeftOut(fact, facts, known) && !single(fact, value)) fill(facts, fact, known ? byDefault(value, note) : assumed(value, note));
  if (valueIn(facts, "training.method") === "qlora")
    fill(facts, "training.quantization", assumed("nf4", "QLoRA's own data type; no quantization is named"));
  precision(facts, adapters, profile.habits?.fsdp_upcasts ?? false);
  size(facts, longest, adapters);
  evaluation(facts, profile, (value) => (known ? byDefault(value, note) : assumed(value, note)));
  whoShards(facts, profile, { adapters, capacity, note });
}

/** Rows that are evaluated at once, where the job says that it evaluates; while a policy samples it is another loop. */
function evaluation(facts: MutableFacts, { habits }: Profile, asDefault: <T>(value: T) => Known<T>) {
  const [strategy, micro] = [valueIn(facts, "training.eval_strategy"), facts["training.micro_batch_size"]];
  if (strategy === undefined || strategy === "no" || samples(valueIn(facts, "training.objective"))) return;
  const rows = habits?.eval_rows ?? USUAL.eval_rows;
  if (rows !== "micro") fill(facts, "training.per_device_eval_batch_size", asDefault(rows));
  else if (micro) fill(facts, "training.per_device_eval_batch_size", follows(micro.value, "as many rows as are trained on", [micro]));
}

/** Nobody trains in fp32 or on eight long rows because a flag is missing from a manifest that names no framework. */
const isLeftOut = (fact: FactName, facts: MutableFacts, known: boolean) =>
  fact === "parallelism.strategy" ||
  (fact === "training.epochs" && decidesLength(facts)) ||
  (!known && (fact === "training.precision" || fact === "training.micro_batch_size"));

const decidesLength = (facts: MutableFacts) => facts["training.tokens"] !== undefined || facts["training.max_steps"] !== undefined;

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

function corpus(facts: MutableFacts) {
  if (!pretrains(valueIn(facts, "training.objective"))) return;
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
    assumed(mixed ? half : "fp32", mixed ? "loaded in the checkpoint's half precision" : "no half precision is declared"),
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
  const usual = Math.min(longest ?? USUAL_LIMIT, USUAL_LIMIT);
  fill(facts, "training.sequence_length", assumed(usual, "no sequence length is declared"));
  fill(facts, "training.micro_batch_size", assumed(usualRows(facts, adapters), `no batch size is declared; ${USUAL_ROWS}`));
  fill(facts, "training.gradient_accumulation_steps", assumed(1, "no accumulation is declared"));
  fill(facts, "training.gradient_checkpointing", assumed(false, "not declared"));
  fill(facts, "training.optimizer", assumed("adamw_torch", "no optimizer is declared"));
  fill(facts, "training.attention", assumed("sdpa", "PyTorch's own attention"));
}
