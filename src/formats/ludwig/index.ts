import { because } from "../../vocabulary/recipe.js";
import { bits, countOrNone, optimizer } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { tabled } from "../tabled.js";

export default tabled({
  id: "ludwig",
  title: "Ludwig",
  url: "https://ludwig.ai",
  rank: 38,
  recognises: (root) =>
    ((root.at("model_type").text() === "llm" && root.has("base_model")) || (root.has("input_features") && root.has("output_features"))) &&
    root.at("trainer", "type").text() !== "none",
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
    "trainer.optimizer.type": means("training.optimizer", optimizer),
    "preprocessing.global_max_sequence_length": means("training.sequence_length"),
  },
  adapters: (root) => (/lora/.test(root.at("adapter", "type").text() ?? "") ? root.at("adapter", "type") : undefined),
  together: (root) =>
    root.at("backend", "trainer", "num_workers").raw()
      ? {
          "resources.accelerators_per_node": because(
            Number(root.at("backend", "trainer", "num_workers").raw()),
            root.at("backend", "trainer", "num_workers"),
          ),
        }
      : {},
});
