import type { MutableFacts } from "../../model/facts.js";
import type { Cursor } from "../../text/cursor.js";
import { duration, llmFoundry } from "../../vocabulary/llm-foundry.js";
import { because } from "../../vocabulary/recipe.js";
import { fsdpWords } from "../../vocabulary/scalars.js";
import { tabled } from "../tabled.js";

/** A file that says neither what is learnt, how, nor from what is laid over another one: a size of a model, and what fits beside it. */
const LEARNS = ["optimizer", "optimizers", "scheduler", "algorithms", "data", "dataset", "train_dataset", "finetune"];

export default tabled({
  otherwiseFull: true,
  id: "llm-foundry",
  title: "LLM Foundry",
  url: "https://github.com/mosaicml/llm-foundry",
  rank: 58,
  recognises: (root) =>
    root.has("max_duration") &&
    (root.has("train_loader") ||
      (["device_train_microbatch_size", "global_train_batch_size"].some((key) => root.has(key)) &&
        (root.has("model", "name") || LEARNS.some((key) => root.has(key))))),
  keys: llmFoundry,
  together: (root) => ({
    ...packing(root.at("train_loader", "dataset", "packing_ratio")),
    ...duration(root.at("max_duration").text(), root.at("max_duration").place),
    ...sharding(root.at("fsdp_config")),
    ...shape(root.at("model")),
    ...objective(root),
  }),
});

/** `auto` is usually "not set"; here it asks for packing by a measured ratio. */
const packing = (cell: Cursor): MutableFacts => (cell.text() === "auto" ? { "training.packing": because(true, cell) } : {});

/** Text and no conversations: https://github.com/mosaicml/llm-foundry (llmfoundry/data/text_data.py). */
function objective(root: Cursor): MutableFacts {
  const loader = root.at("train_loader", "name");
  if (loader.text() !== "text") return {};
  return { "training.objective": because(root.at("model", "pretrained").raw() === true ? "continued_pretrain" : "pretrain", loader) };
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
