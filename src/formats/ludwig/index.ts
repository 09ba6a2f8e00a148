import type { MutableFacts } from "../../model/facts.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { bits, countOrNone, optimizer, word } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { countFact } from "../launched.js";
import { tabled } from "../tabled.js";

export default tabled({
  id: "ludwig",
  title: "Ludwig",
  url: "https://ludwig.ai",
  rank: 38,
  recognises: (root) => (isLlm(root) ? trainsLlm(root) : root.has("input_features") && root.has("output_features")),
  keys: {
    base_model: means("model.id"),
    "adapter.r": means("training.lora.rank"),
    "adapter.alpha": means("training.lora.alpha"),
    "adapter.dropout": means("training.lora.dropout"),
    "quantization.bits": means("training.quantization", bits),
    "trainer.epochs": means("training.epochs"),
    "trainer.train_steps": means("training.max_steps", countOrNone),
    "trainer.batch_size": means("training.micro_batch_size"),
    "trainer.gradient_accumulation_steps": means("training.gradient_accumulation_steps"),
    "trainer.enable_gradient_checkpointing": means("training.gradient_checkpointing"),
    "trainer.type": means("training.objective", word({ dpo: "dpo", kto: "kto", orpo: "orpo", grpo: "grpo" })),
    "trainer.optimizer.type": means("training.optimizer", optimizer),
    "preprocessing.global_max_sequence_length": means("training.sequence_length"),
  },
  adapters: (root) => (/lora/.test(root.at("adapter", "type").text() ?? "") ? root.at("adapter", "type") : undefined),
  together: (root) => ({
    ...encoder(root.at("input_features", 0, "encoder")),
    ...workers(root.at("backend", "trainer", "num_workers")),
    ...sharding(root),
  }),
});

const isLlm = (root: Cursor) => root.at("model_type").text() === "llm" && root.has("base_model");

/** Without a trainer a language model only answers prompts: `none` is its trainer by default. ludwig/schema/trainer.py */
const trainsLlm = (root: Cursor) =>
  root.has("adapter") || (root.at("trainer").kind === "mapping" && (root.at("trainer", "type").text() ?? "finetune") !== "none");

function encoder(cell: Cursor): MutableFacts {
  const [name, adapter] = [cell.at("pretrained_model_name_or_path"), cell.at("adapter")];
  const kind = adapter.text() ?? adapter.at("type").text();
  return {
    ...(name.text() !== undefined && { "model.id": because(name.text() ?? "", name) }),
    ...(kind === "lora" && { "training.method": because("lora" as const, adapter) }),
  };
}

const workers = (cell: Cursor): MutableFacts => countFact("resources.accelerators_per_node", cell);

/** DeepSpeed's own words below the backend or its trainer. */
function sharding(root: Cursor): MutableFacts {
  const strategies = [root.at("backend"), root.at("backend", "trainer", "strategy")];
  const stage = strategies.map((each) => each.at("zero_optimization", "stage")).find((cell) => cell.text() !== undefined);
  const strategy = ([undefined, "zero1", "zero2", "zero3"] as const)[Number(stage?.text() ?? 0)];
  return stage && strategy ? { "parallelism.strategy": because(strategy, stage) } : {};
}
