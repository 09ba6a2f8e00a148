import type { MutableFacts } from "../../model/facts.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { hfTrainer, llamaFactory } from "../../vocabulary/hugging-face.js";
import { rayWorkers } from "../../vocabulary/ray.js";
import { because, datasetNames, fileAt, recipe, withAdapters } from "../../vocabulary/recipe.js";
import { bits, modules, optimizer, word } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { stageOfName } from "../axolotl/index.js";
import { type Context, defineDataFormat } from "../format.js";

const KEYS: Vocabulary = { ...llamaFactory, ...hfTrainer };

/** Version 1: other words for the same. */
const KEYS_V1: Vocabulary = {
  model: means("model.id"),
  micro_batch_size: means("training.micro_batch_size"),
  global_batch_size: means("training.global_batch_size"),
  enable_activation_checkpointing: means("training.gradient_checkpointing"),
  "peft_config.r": means("training.lora.rank"),
  "peft_config.lora_alpha": means("training.lora.alpha"),
  "peft_config.target_modules": means("training.lora.target_modules", modules),
  "quant_config.quantization_bit": means("training.quantization", bits),
  "dist_config.name": means("parallelism.strategy", word({ fsdp2: "fsdp", fsdp: "fsdp", fsdpturbo: "fsdp" })),
  "dist_config.ep_size": means("parallelism.expert"),
  cp_size: means("parallelism.context"),
  "optim_config.name": means("training.optimizer", optimizer),
  ...KEYS,
};

export default defineDataFormat({
  id: "llama-factory",
  title: "LLaMA-Factory",
  url: "https://llamafactory.readthedocs.io/en/latest/getting_started/sft.html",
  role: "recipe",
  rank: 42,
  recognises: ({ root }) => (isVersion0(root) || isVersion1(root)) && trains(root),
  parse,
});

const isVersion0 = (root: Cursor) => root.has("finetuning_type") && (root.has("model_name_or_path") || root.has("stage"));
const isVersion1 = (root: Cursor) =>
  root.has("model") && root.has("train_dataset") && (root.has("micro_batch_size") || root.has("cutoff_len"));

/** Files that merge, serve or only predict have the same keys and train nothing. */
const trains = (root: Cursor) =>
  !root.has("export_dir") &&
  !root.has("infer_backend") &&
  !(root.has("tokenized_path") && !["per_device_train_batch_size", "learning_rate", "num_train_epochs"].some((key) => root.has(key))) &&
  root.at("do_train").raw() !== false &&
  !(root.at("do_predict").raw() === true && !root.has("do_train")) &&
  (root.has("output_dir") || root.has("dataset") || root.has("train_dataset") || root.has("per_device_train_batch_size"));

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const version1 = !isVersion0(root);
  const facts: MutableFacts = { ...readFacts(root, version1 ? KEYS_V1 : KEYS, report) };
  const type = version1 ? root.at("peft_config", "name") : root.at("finetuning_type");
  const adapters = /^(lora|oft)$/.test(type.text() ?? (version1 ? "" : "lora"));
  const loss = root.at("pref_loss").text() ?? "";
  const preference = facts["training.objective"]?.value === "dpo" && (loss === "orpo" || loss === "simpo");
  const names = datasetNames(root.at(version1 ? "train_dataset" : "dataset"), []);
  return recipe(
    document,
    "llama-factory",
    {
      ...stageOfName(root.at("deepspeed")),
      ...withAdapters(facts, adapters, type),
      ...rayWorkers(root),
      ...(names && {
        "data.dataset": because(
          names.value.flatMap((name) => name.split(",").map((each) => each.trim())),
          names,
        ),
      }),
      ...(preference && { "training.objective": because(loss, root.at("pref_loss")) }),
    },
    [fileAt(root.at("deepspeed"), "companion")],
  );
}
