import type { MutableFacts } from "../../model/facts.js";
import { declared, derived } from "../../model/known.js";
import type { Cursor } from "../../text/cursor.js";
import { hyperPod } from "../../vocabulary/hyperpod.js";
import { nemo, PROMPT_AND_ANSWER } from "../../vocabulary/launched.js";
import { gptOf, sizesOf } from "../../vocabulary/megatron-shape.js";
import { nemoRl } from "../../vocabulary/nemo-rl.js";
import { because, promptAndAnswer } from "../../vocabulary/recipe.js";
import { countOrNone, optimizer } from "../../vocabulary/scalars.js";
import { means, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { wholeAt } from "../launched.js";
import { tabled } from "../tabled.js";

const STEPS = ["grpo", "sft", "dpo", "rm", "distillation"] as const;
const LAUNCHER: Vocabulary = {
  ...nemo,
  "run.time_limit": means("resources.time_limit"),
  "run.replicas": means("resources.nodes", countOrNone),
  "model.hf_model_name_or_path": means("model.id"),
  "run.model_name_or_path": means("model.id"),
  "model.peft.rank": means("training.lora.rank", countOrNone),
  "training_config.max_length": means("training.sequence_length"),
  "training_config.global_batch_size": means("training.global_batch_size"),
  "training_config.trainer.max_epochs": means("training.epochs"),
  "training_config.model.optim.name": means("training.optimizer", optimizer),
};

const isRl = (root: Cursor) =>
  root.at("policy").kind === "mapping" && (STEPS.some((key) => root.has(key)) || root.has("cluster") || root.has("defaults"));
/** Steps of the launcher's chain that train nothing, by the names it gives them: `convert_${…}`, `export_${…}`. */
const evaluates = (root: Cursor) =>
  /eval/i.test(root.at("run", "task_name").text() ?? root.at("run", "name").text() ?? "") ||
  /^(eval|convert|export)/i.test(root.at("run", "name").text() ?? "");
/** NeMo-RL's `defaults`: a file, or several of which the last beats (`nemo_rl/utils/config.py`). Hydra's names of groups are none. */
const bases = (root: Cursor): readonly Cursor[] => {
  const said = root.at("defaults");
  return (said.kind === "sequence" ? said.items() : [said]).filter((each) => /^[^${]+\.ya?ml$/.test(each.text() ?? ""));
};
/** A part of a recipe that others name in `defaults`: it neither starts from a file nor says how long to train. */
const isPiece = (root: Cursor) =>
  !["defaults", ...STEPS].some((key) => root.has(key)) &&
  ["model_name", "megatron_cfg", "dtensor_cfg", "generation", "max_total_sequence_length"].some((key) => root.has("policy", key));
/** `megatron_gpt_generate_config.yaml`: rows to test on, none to train on, and no optimizer. */
const onlyTests = (root: Cursor) => {
  const has = (...keys: readonly string[]) => keys.some((key) => root.has("model", "data", key) || root.has("model", key));
  return has("test_ds", "validation_ds") && !has("train_ds", "optim", "data_prefix");
};
const isLauncher = (root: Cursor) =>
  root.has("trainer") && root.has("model") && root.has("exp_manager") && !evaluates(root) && !onlyTests(root);
const isHyperPod = (root: Cursor) =>
  root.at("run").kind === "mapping" &&
  !root.has("evaluation") &&
  !evaluates(root) &&
  (root.has("training_config") || root.has("run", "model_type"));

export default tabled({
  id: "nemo",
  title: "NeMo, NeMo-RL and HyperPod recipes",
  url: "https://docs.nvidia.com/nemo-framework",
  rank: 62,
  recognises: (root) =>
    isRl(root) ||
    (bases(root).length > 0 && ["cluster", ...STEPS].some((key) => root.at(key).kind === "mapping")) ||
    isPiece(root) ||
    isLauncher(root) ||
    isHyperPod(root),
  startsFrom: bases,
  isPiece: (root) => isPiece(root) && !isLauncher(root) && !isHyperPod(root),
  keys: { ...nemoRl, ...LAUNCHER, ...hyperPod },
  together: (root, facts) => ({
    ...(facts["training.sequence_length"] ? {} : promptAndAnswer(root.at("training_config"), PROMPT_AND_ANSWER)),
    ...steps(root),
    ...backend(root),
    ...peft(root),
    ...(facts["model.id"] ? {} : shape(root.at("model"))),
  }),
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

/** Megatron and DTensor keep their own settings; the enabled one counts. */
function backend(root: Cursor): MutableFacts {
  const policy = root.at("policy");
  const both = ["megatron_cfg", "dtensor_cfg"].map((key) => policy.at(key)).filter(({ kind }) => kind === "mapping");
  const lone = both.length === 1 && both[0]?.at("enabled").raw() !== false ? both[0] : undefined;
  const own = both.find((each) => each.at("enabled").raw() === true) ?? lone;
  if (!own) return {};
  const [checkpointing, name] = [own.at("activation_checkpointing"), own.at("optimizer", "optimizer")];
  const adapters = own.has("lora_cfg") ? own.at("lora_cfg") : own.at("peft");
  const rank = adapters.at("enabled").raw() === true ? adapters.at("dim").raw() : undefined;
  return {
    ...degrees(own),
    ...(adapters.at("enabled").raw() === true && { "training.method": because("lora" as const, adapters.at("enabled")) }),
    ...(typeof rank === "number" && { "training.lora.rank": because(rank, adapters.at("dim")) }),
    ...(typeof checkpointing.raw() === "boolean" && {
      "training.gradient_checkpointing": because(checkpointing.raw() === true, checkpointing),
    }),
    ...(name.text() !== undefined && { "training.optimizer": because(name.text() ?? "", name) }),
  };
}

/** Both backends' words for the same degrees. */
const DEGREES = [
  ["parallelism.tensor", "tensor_model_parallel_size", "tensor_parallel_size"],
  ["parallelism.pipeline", "pipeline_model_parallel_size"],
  ["parallelism.context", "context_parallel_size"],
  ["parallelism.expert", "expert_model_parallel_size", "expert_parallel_size"],
] as const;

function degrees(own: Cursor): MutableFacts {
  const facts: MutableFacts = {};
  for (const [fact, ...keys] of DEGREES) {
    const cell = keys.map((key) => own.at(key)).find((each) => wholeAt(each) !== undefined);
    if (cell) facts[fact] = because(wholeAt(cell) ?? 1, cell);
  }
  return {
    ...facts,
    ...(own.at("sequence_parallel").raw() === true && { "parallelism.sequence_parallel": because(true, own.at("sequence_parallel")) }),
  };
}

function peft(root: Cursor): MutableFacts {
  const cells = [root.at("model", "peft", "peft_scheme"), root.at("training_config", "model", "peft", "peft_scheme")];
  const scheme = cells.find((cell) => cell.text() !== undefined);
  const none = cells.find((cell) => cell.kind === "scalar");
  if (!scheme && !none && isLauncher(root))
    return { "training.method": derived("full", "no model.peft is declared", [declared("", root.at("model").place)]) };
  if (!scheme && none) return { "training.method": because("full" as const, none) };
  return scheme && /lora/i.test(scheme.text() ?? "")
    ? { "training.method": because(/q/i.test(scheme.text() ?? "") ? ("qlora" as const) : ("lora" as const), scheme) }
    : {};
}

/** A GPT of Megatron's own: embeddings are shared unless said otherwise. */
function shape(model: Cursor): MutableFacts {
  const sizes = sizesOf((name) => {
    const value = model.at(name).raw();
    return typeof value === "number" && value > 0 ? value : undefined;
  });
  if (!["num_hidden_layers", "hidden_size", "num_attention_heads"].every((key) => sizes.has(key))) return {};
  const gated = /swiglu/i.test(model.at("activation").text() ?? "");
  const architecture = gptOf(sizes, { gated, tied: model.at("share_embeddings_and_output_weights").raw() !== false });
  return { "model.architecture": because(architecture, model.at("num_layers")) };
}
