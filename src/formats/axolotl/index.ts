import type { MutableFacts } from "../../model/facts.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { because, datasetNames, fileAt, recipe, withAdapters } from "../../vocabulary/recipe.js";
import { attention, bits, countOrNone, countOrShare, dtype, flag, fsdpWords, modules, optimizer, word } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";

const KEYS: Vocabulary = {
  base_model: means("model.id"),
  sequence_len: means("training.sequence_length"),
  micro_batch_size: means("training.micro_batch_size"),
  gradient_accumulation_steps: means("training.gradient_accumulation_steps"),
  num_epochs: means("training.epochs"),
  max_steps: means("training.max_steps", countOrNone),
  save_steps: means("training.save_steps", countOrShare),
  save_total_limit: means("training.save_total_limit", countOrNone),
  dataloader_num_workers: means("data.workers", countOrNone),
  sample_packing: means("training.packing"),
  bf16: means("training.precision", word({ true: "bf16", full: "bf16", auto: "bf16" })),
  fp16: means("training.precision", flag("fp16")),
  fp8: means("training.precision", flag("fp8")),
  torch_dtype: means("training.weights_dtype", dtype),
  optimizer: means("training.optimizer", optimizer),
  gradient_checkpointing: means(
    "training.gradient_checkpointing",
    word({ true: true, false: false, unsloth: "offload", offload: "offload", offload_disk: "offload" }),
  ),
  attn_implementation: means("training.attention", attention),
  flash_attention: means("training.attention", flag("flash")),
  sdp_attention: means("training.attention", flag("sdpa")),
  eager_attention: means("training.attention", flag("eager")),
  cut_cross_entropy: means("training.fused_loss", flag(true)),
  liger_fused_linear_cross_entropy: means("training.fused_loss", flag(true)),
  unsloth_cross_entropy_loss: means("training.fused_loss", flag(true)),
  load_in_4bit: means("training.quantization", flag("nf4")),
  load_in_8bit: means("training.quantization", flag("int8")),
  gptq: means("training.quantization", flag("gptq")),
  bits: means("training.quantization", bits),
  lora_r: means("training.lora.rank", countOrNone),
  lora_alpha: means("training.lora.alpha"),
  lora_dropout: means("training.lora.dropout"),
  lora_target_modules: means("training.lora.target_modules", modules),
  lora_target_linear: means("training.lora.target_modules", flag("all-linear")),
  tensor_parallel_size: means("parallelism.tensor"),
  context_parallel_size: means("parallelism.context"),
  sequence_parallel_degree: means("parallelism.context"),
  expert_parallel_size: means("parallelism.expert"),
};

const ADAPTERS = /^(lora|qlora|dora|llama-adapter|ia3)$/i;
const EVIDENCE = ["datasets", "pretraining_dataset", "micro_batch_size", "adapter", "sequence_len"];

export default defineDataFormat({
  id: "axolotl",
  title: "axolotl",
  url: "https://docs.axolotl.ai/docs/config-reference.html",
  role: "recipe",
  rank: 40,
  recognises: ({ root }) =>
    root.has("base_model") && !root.has("model_type_llm") && !isLudwig(root) && EVIDENCE.some((key) => root.has(key)),
  parse,
});

const isLudwig = (root: Cursor) => root.has("input_features") || root.at("model_type").text() === "llm";

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const facts: MutableFacts = { ...readFacts(root, KEYS, report) };
  const adapter = root.at("adapter");
  const adapters = ADAPTERS.test(adapter.text() ?? "");
  if (adapters && adapter.text() === "qlora" && !facts["training.quantization"]) facts["training.quantization"] = because("nf4", adapter);
  const datasets = root.has("pretraining_dataset") ? root.at("pretraining_dataset") : root.at("datasets");
  const names = datasetNames(datasets, ["path"]);
  return recipe(
    document,
    "axolotl",
    { ...(names && { "data.dataset": names }), ...withAdapters(facts, adapters, adapter), ...objective(root), ...sharding(root) },
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
