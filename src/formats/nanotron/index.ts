import { assumed } from "../../model/known.js";
import { because } from "../../vocabulary/recipe.js";
import { countOrNone, dtype, optimizer, word } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { tabled } from "../tabled.js";

const COUNTED = "dp × tp × pp × cp of the recipe, in nodes of eight";

export default tabled({
  otherwiseFull: true,
  id: "nanotron",
  title: "nanotron",
  url: "https://github.com/huggingface/nanotron",
  rank: 60,
  recognises: (root) => root.at("parallelism").kind === "mapping" && root.at("tokens").kind === "mapping",
  keys: {
    "tokens.sequence_length": means("training.sequence_length"),
    "tokens.micro_batch_size": means("training.micro_batch_size"),
    "tokens.batch_accumulation_per_replica": means("training.gradient_accumulation_steps"),
    "tokens.train_steps": means("training.max_steps", countOrNone),
    "parallelism.tp": means("parallelism.tensor"),
    "parallelism.pp": means("parallelism.pipeline"),
    "parallelism.context_parallel_size": means("parallelism.context"),
    "parallelism.expert_parallel_size": means("parallelism.expert"),
    "parallelism.recompute_layer": means("training.gradient_checkpointing"),
    "model.dtype": means("training.precision", dtype),
    "optimizer.optimizer_factory.name": means("training.optimizer", optimizer),
    "optimizer.zero_stage": means("parallelism.strategy", word({ "1": "zero1" })),
  },
  together(root) {
    const sizes = ["dp", "tp", "pp", "context_parallel_size"].map((key) => Number(root.at("parallelism", key).raw() ?? 1));
    const total = sizes.reduce((product, size) => product * size, 1);
    const config = root.at("model", "model_config");
    const raw = config.raw();
    const perNode = Math.min(8, total);
    return {
      "training.objective": because("pretrain" as const, root.at("tokens")),
      ...(raw && config.has("hidden_size")
        ? { "model.architecture": because({ model_type: "llama", ...(raw as Record<string, unknown>) }, config) }
        : {}),
      ...(total > 0 &&
        Number.isInteger(total) && {
          "resources.accelerators_per_node": assumed(perNode, COUNTED),
          "resources.nodes": assumed(Math.max(1, Math.ceil(total / perNode)), COUNTED),
        }),
    };
  },
});
