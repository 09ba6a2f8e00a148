import type { MutableFacts } from "../../model/facts.js";
import { ok, type Reader } from "../../model/reading.js";
import { tokens } from "../../model/units.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { attention, countOrNone, dtype, flag, fsdpWords, modules, optimizer } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { tabled } from "../tabled.js";

/** A number of examples in a sequence; `auto` measures one. Either packs. */
const packs: Reader<boolean | undefined> = (raw) => ok(raw === "auto" || (typeof raw === "number" && raw > 1) ? true : undefined);

export default tabled({
  otherwiseFull: true,
  id: "llm-foundry",
  title: "LLM Foundry",
  url: "https://github.com/mosaicml/llm-foundry",
  rank: 58,
  recognises: (root) =>
    root.has("max_duration") && ["train_loader", "device_train_microbatch_size", "global_train_batch_size"].some((key) => root.has(key)),
  keys: {
    "model.pretrained_model_name_or_path": means("model.id"),
    max_seq_len: means("training.sequence_length", countOrNone),
    "variables.max_seq_len": means("training.sequence_length", countOrNone),
    global_train_batch_size: means("training.global_batch_size"),
    device_train_microbatch_size: means("training.micro_batch_size"),
    precision: means("training.precision", dtype),
    "optimizer.name": means("training.optimizer", optimizer),
    "model.attn_config.attn_impl": means("training.attention", attention),
    "model.use_flash_attention_2": means("training.attention", flag("flash")),
    "train_loader.dataset.packing_ratio": means("training.packing", packs),
    "fsdp_config.activation_checkpointing": means("training.gradient_checkpointing"),
    "peft_config.r": means("training.lora.rank"),
    "model.peft_config.r": means("training.lora.rank"),
    "model.peft_config.target_modules": means("training.lora.target_modules", modules),
  },
  together: (root) => ({ ...duration(root.at("max_duration")), ...sharding(root.at("fsdp_config")), ...shape(root.at("model")) }),
});

/** Composer's time: `1ep`, `3195ba`, `50e9tok`; a bare number counts epochs. */
export function duration(cell: Cursor): MutableFacts {
  const [, number, unit] = /^([\d._e+]+?)\s*(ep|ba|tok|T)?$/.exec((cell.text() ?? "").replaceAll("_", "")) ?? [];
  const value = Number(number);
  if (number === undefined || !(value > 0)) return {};
  if (unit === "ba") return { "training.max_steps": because(Math.round(value), cell) };
  if (unit === "tok" || unit === "T") return { "training.tokens": because(tokens(value), cell) };
  return { "training.epochs": because(value, cell) };
}

function sharding(config: Cursor): MutableFacts {
  if (config.kind !== "mapping" || config.keys().length === 0) return {};
  const said = fsdpWords(config.at("sharding_strategy").text() ?? "full_shard");
  return { "parallelism.strategy": because(said.ok && said.value ? said.value : "fsdp", config) };
}

/** MPT's own words for its shape. */
function shape(model: Cursor): MutableFacts {
  const [d, layers, heads, vocab] = ["d_model", "n_layers", "n_heads", "vocab_size"].map((key) => model.at(key).raw());
  if (typeof d !== "number" || typeof layers !== "number" || typeof heads !== "number") return {};
  const architecture = {
    model_type: "mpt",
    hidden_size: d,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    vocab_size: typeof vocab === "number" ? vocab : 50_368,
  };
  return { "model.architecture": because(architecture, model.at("d_model")) };
}
