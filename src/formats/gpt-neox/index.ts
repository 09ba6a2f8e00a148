import type { MutableFacts } from "../../model/facts.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { countOrNone, dtype, flag, optimizer } from "../../vocabulary/scalars.js";
import { means, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { tabled } from "../tabled.js";

const NAMES: Vocabulary = {
  seq_length: means("training.sequence_length"),
  train_micro_batch_size_per_gpu: means("training.micro_batch_size"),
  gradient_accumulation_steps: means("training.gradient_accumulation_steps"),
  train_batch_size: means("training.global_batch_size"),
  train_iters: means("training.max_steps", countOrNone),
  model_parallel_size: means("parallelism.tensor", countOrNone),
  pipe_parallel_size: means("parallelism.pipeline", countOrNone),
  precision: means("training.precision", dtype),
  "fp16.type": means("training.precision", dtype),
  "fp16.enabled": means("training.precision", flag("fp16")),
  "bf16.enabled": means("training.precision", flag("bf16")),
  "optimizer.type": means("training.optimizer", optimizer),
  checkpoint_activations: means("training.gradient_checkpointing"),
  num_gpus: means("resources.accelerators_per_node", countOrNone),
  num_nodes: means("resources.nodes", countOrNone),
};
/** Keys are written with `-` or with `_`. */
const KEYS: Vocabulary = {
  ...Object.fromEntries(Object.entries(NAMES).map(([key, meaning]) => [key.replaceAll("_", "-"), meaning])),
  ...NAMES,
};
const either = (root: Cursor, key: string) => (root.has(key) ? root.at(key) : root.at(key.replaceAll("_", "-")));

export default tabled({
  id: "gpt-neox",
  title: "GPT-NeoX",
  url: "https://github.com/EleutherAI/gpt-neox",
  rank: 31,
  recognises: (root) =>
    ["pipe_parallel_size", "model_parallel_size", "train_iters", "checkpoint_activations"].some(
      (key) => either(root, key).kind !== "absent",
    ) &&
    ["num_layers", "hidden_size", "train_micro_batch_size_per_gpu", "optimizer"].filter((key) => either(root, key).kind !== "absent")
      .length >= 2,
  keys: KEYS,
  together: (root) => ({ ...shape(root), ...stage(root) }),
});

function shape(root: Cursor): MutableFacts {
  const [layers, hidden, heads] = ["num_layers", "hidden_size", "num_attention_heads"].map((key) => either(root, key).raw());
  if (typeof layers !== "number" || typeof hidden !== "number" || typeof heads !== "number") return {};
  const architecture = {
    model_type: "gpt_neox",
    num_hidden_layers: layers,
    hidden_size: hidden,
    num_attention_heads: heads,
    vocab_size: 50_432,
  };
  return {
    "model.architecture": because(architecture, either(root, "num_layers")),
    "training.objective": because("pretrain" as const, either(root, "num_layers")),
  };
}

const STAGES = ["ddp", "zero1", "zero2", "zero3"] as const;
function stage(root: Cursor): MutableFacts {
  const cell = either(root, "zero_optimization").at("stage");
  const strategy = STAGES[Number(cell.raw() ?? Number.NaN)];
  return strategy ? { "parallelism.strategy": because(strategy, cell) } : {};
}
