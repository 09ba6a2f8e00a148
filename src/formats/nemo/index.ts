import type { MutableFacts } from "../../model/facts.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { countOrNone, dtype, optimizer, word } from "../../vocabulary/scalars.js";
import { means, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { tabled } from "../tabled.js";

const RL: Vocabulary = {
  "policy.model_name": means("model.id"),
  "policy.max_total_sequence_length": means("training.sequence_length"),
  "policy.train_global_batch_size": means("training.global_batch_size"),
  "policy.train_micro_batch_size": means("training.micro_batch_size"),
  "policy.precision": means("training.precision", dtype),
  "policy.optimizer.name": means("training.optimizer", optimizer),
  "cluster.gpus_per_node": means("resources.accelerators_per_node", countOrNone),
  "cluster.num_nodes": means("resources.nodes", countOrNone),
};
const STEPS = ["grpo", "sft", "dpo", "rm", "distillation"] as const;
const LAUNCHER: Vocabulary = {
  "trainer.devices": means("resources.accelerators_per_node", countOrNone),
  "trainer.num_nodes": means("resources.nodes", countOrNone),
  "trainer.precision": means("training.precision", dtype),
  "trainer.max_epochs": means("training.epochs"),
  "trainer.max_steps": means("training.max_steps", countOrNone),
  "trainer.accumulate_grad_batches": means("training.gradient_accumulation_steps"),
  "run.time_limit": means("resources.time_limit"),
  "model.micro_batch_size": means("training.micro_batch_size"),
  "model.data.train_ds.micro_batch_size": means("training.micro_batch_size"),
  "model.global_batch_size": means("training.global_batch_size"),
  "model.data.train_ds.global_batch_size": means("training.global_batch_size"),
  "model.encoder_seq_length": means("training.sequence_length"),
  "model.data.train_ds.max_seq_length": means("training.sequence_length"),
  "model.max_context_width": means("training.sequence_length"),
  "model.train_batch_size": means("training.micro_batch_size"),
  "model.tensor_model_parallel_size": means("parallelism.tensor"),
  "model.pipeline_model_parallel_size": means("parallelism.pipeline"),
  "model.context_parallel_size": means("parallelism.context"),
  "model.expert_model_parallel_size": means("parallelism.expert"),
  "model.sequence_parallel": means("parallelism.sequence_parallel"),
  "model.activations_checkpoint_granularity": means("training.gradient_checkpointing", word({ full: true, selective: "selective" })),
  "model.activation_checkpointing": means("training.gradient_checkpointing"),
  "model.optim.name": means("training.optimizer", optimizer),
  "model.hf_model_name_or_path": means("model.id"),
  "run.model_name_or_path": means("model.id"),
  "model.peft.lora_tuning.adapter_dim": means("training.lora.rank", countOrNone),
  "model.peft.rank": means("training.lora.rank", countOrNone),
  "training_config.max_length": means("training.sequence_length"),
  "training_config.global_batch_size": means("training.global_batch_size"),
  "training_config.trainer.max_epochs": means("training.epochs"),
};

const isRl = (root: Cursor) =>
  root.at("policy").kind === "mapping" && (STEPS.some((key) => root.has(key)) || root.has("cluster") || root.has("defaults"));
const isLauncher = (root: Cursor) => root.has("trainer") && root.has("model") && root.has("exp_manager");
const isHyperPod = (root: Cursor) =>
  root.at("run").kind === "mapping" &&
  !root.has("evaluation") &&
  !/eval/i.test(root.at("run", "task_name").text() ?? root.at("run", "name").text() ?? "") &&
  (root.has("training_config") || root.has("run", "model_type"));

export default tabled({
  id: "nemo",
  title: "NeMo, NeMo-RL and HyperPod recipes",
  url: "https://docs.nvidia.com/nemo-framework",
  rank: 62,
  recognises: (root) =>
    isRl(root) ||
    (root.at("defaults").text() !== undefined && root.at("cluster").kind === "mapping") ||
    isLauncher(root) ||
    isHyperPod(root),
  keys: { ...RL, ...LAUNCHER },
  together: (root) => ({ ...steps(root), ...peft(root) }),
});

function steps(root: Cursor): MutableFacts {
  for (const key of STEPS) {
    const section = root.at(key);
    if (section.kind !== "mapping") continue;
    const [count, epochs] = [section.at("max_num_steps").raw(), section.at("max_num_epochs").raw()];
    const objective = key === "rm" ? "reward" : key === "distillation" ? "distill" : key;
    return {
      "training.objective": because(objective, section),
      ...(typeof count === "number" && count > 0 && { "training.max_steps": because(count, section.at("max_num_steps")) }),
      ...(typeof epochs === "number" && epochs > 0 && { "training.epochs": because(epochs, section.at("max_num_epochs")) }),
    };
  }
  return {};
}

function peft(root: Cursor): MutableFacts {
  const scheme = ["model", "training_config"]
    .map((key) => (key === "model" ? root.at("model", "peft", "peft_scheme") : root.at("training_config", "model", "peft", "peft_scheme")))
    .find((cell) => cell.text() !== undefined);
  return scheme && /lora/i.test(scheme.text() ?? "")
    ? { "training.method": because(/q/i.test(scheme.text() ?? "") ? ("qlora" as const) : ("lora" as const), scheme) }
    : {};
}
