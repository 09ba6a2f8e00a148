import type { MutableFacts } from "../../model/facts.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { axolotl } from "../../vocabulary/axolotl.js";
import { rayWorkers } from "../../vocabulary/ray.js";
import { because, datasetNames, fileAt, recipe, withAdapters } from "../../vocabulary/recipe.js";
import { fsdpWords } from "../../vocabulary/scalars.js";
import { isTemplate, isUnset, readFacts } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { isSweep, sweep } from "./sweep.js";

const ADAPTERS = /^(lora|qlora|dora|llama-adapter|ia3)$/i;
const EVIDENCE = ["datasets", "pretraining_dataset", "micro_batch_size", "adapter", "sequence_len"];

export default defineDataFormat({
  id: "axolotl",
  title: "axolotl",
  url: "https://docs.axolotl.ai/docs/config-reference.html",
  role: "recipe",
  rank: 40,
  recognises: ({ root }) =>
    (root.at("base_model").text() !== undefined &&
      !root.has("model_type_llm") &&
      !isLudwig(root) &&
      EVIDENCE.some((key) => root.has(key))) ||
    isSweep(root),
  parse,
});

const isLudwig = (root: Cursor) => root.has("input_features") || root.at("model_type").text() === "llm";

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  if (isSweep(root)) return sweep(root);
  const facts: MutableFacts = { ...readFacts(root, axolotl, report) };
  const adapter = root.at("adapter");
  const adapters = ADAPTERS.test(adapter.text() ?? "");
  if (!adapters && !isUnset(adapter.raw()) && !isTemplate(adapter.raw()) && adapter.kind !== "absent")
    report("input/wrong-type", "adapter names no adapter that is known: all weights are counted as trained", adapter.place, "lora, qlora");
  if (adapters && adapter.text() === "qlora" && !facts["training.quantization"]) facts["training.quantization"] = because("nf4", adapter);
  const datasets = root.has("pretraining_dataset") ? root.at("pretraining_dataset") : root.at("datasets");
  const names = datasetNames(datasets, ["path"]);
  return recipe(
    document,
    "axolotl",
    {
      ...(names && { "data.dataset": names }),
      ...withAdapters(facts, adapters, adapter),
      ...objective(root),
      ...sharding(root),
      ...rayWorkers(root),
    },
    [fileAt(root.at("deepspeed"), "companion")],
  );
}

const RL = new Set(["dpo", "ipo", "kto", "orpo", "simpo", "grpo"]);

function objective(root: Cursor): MutableFacts {
  const rl = root.at("rl").text() ?? "";
  if (RL.has(rl)) return { "training.objective": because(rl as "dpo", root.at("rl")) };
  if (root.has("reward_model") && root.at("reward_model").raw() === true)
    return { "training.objective": because("reward", root.at("reward_model")) };
  return root.has("pretraining_dataset") ? { "training.objective": because("continued_pretrain", root.at("pretraining_dataset")) } : {};
}

/** A list (old), a mapping with or without `fsdp_` before its keys, or a DeepSpeed file named after its stage. */
function sharding(root: Cursor): MutableFacts {
  const config = root.at("fsdp_config");
  if (root.has("fsdp") || config.kind === "mapping") {
    const named = config.at("sharding_strategy").text() ?? config.at("fsdp_sharding_strategy").text() ?? "full_shard";
    const copies = root.at("dp_replicate_size").raw();
    const words = fsdpWords(typeof copies === "number" && copies > 1 ? "hybrid" : root.has("fsdp") ? root.at("fsdp").raw() : named);
    const recomputes = ["activation_checkpointing", "fsdp_activation_checkpointing"]
      .map((key) => config.at(key))
      .find((cell) => cell.raw() === true);
    const offload =
      config.at("offload_params").raw() === true ||
      config.at("fsdp_offload_params").raw() === true ||
      /offload/.test(JSON.stringify(root.at("fsdp").raw() ?? ""));
    const at = root.has("fsdp") ? root.at("fsdp") : config;
    return {
      ...(words.ok && words.value && { "parallelism.strategy": because(words.value, at) }),
      ...(recomputes && { "training.gradient_checkpointing": because(true, recomputes) }),
      ...(offload && { "parallelism.offload": because("parameters" as const, at) }),
    };
  }
  return stageOfName(root.at("deepspeed"));
}

/** axolotl ships its DeepSpeed files: their names say the stage. */
export function stageOfName(cell: Cursor): MutableFacts {
  const stage = /zero[_-]?([0-3])|z([0-3])_/i.exec(cell.text() ?? "");
  const digit = stage?.[1] ?? stage?.[2];
  const strategy = digit === undefined ? undefined : (["ddp", "zero1", "zero2", "zero3"] as const)[Number(digit)];
  return strategy ? { "parallelism.strategy": because(strategy, cell) } : {};
}
