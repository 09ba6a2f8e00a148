import type { MutableFacts } from "../../model/facts.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { hfTrainer, homeMade } from "../../vocabulary/hugging-face.js";
import { because, fileAt, recipe, withAdapters } from "../../vocabulary/recipe.js";
import { countOrNone, modules } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";

const LORA: Vocabulary = {
  r: means("training.lora.rank", countOrNone),
  rank: means("training.lora.rank", countOrNone),
  alpha: means("training.lora.alpha"),
  dropout: means("training.lora.dropout"),
  target_modules: means("training.lora.target_modules", modules),
};
const MODEL: Vocabulary = { name: means("model.id"), path: means("model.id") };

const SECTIONS = [
  "training",
  "train",
  "sft",
  "trainer",
  "training_args",
  "training_arguments",
  "hyperparameters",
  "model",
  "data",
  "dataset",
  "lora",
  "peft",
  "quantization",
  "qlora",
  "optim",
  "args",
];
/** Words that only a training loop has. */
const EVIDENCE = [
  "per_device_train_batch_size",
  "num_train_epochs",
  "gradient_accumulation_steps",
  "warmup_ratio",
  "lr_scheduler_type",
  "max_seq_length",
  "gradient_checkpointing",
];

export default defineDataFormat({
  id: "hf-trainer",
  title: "home-made Hugging Face recipes",
  url: "https://huggingface.co/docs/transformers/main_classes/trainer",
  role: "recipe",
  rank: 85,
  recognises: ({ root }) => parts(root).some((part) => EVIDENCE.filter((key) => part.has(key)).length >= 2) && modelOf(root),
  parse,
});

const parts = (root: Cursor): readonly Cursor[] => [root, ...SECTIONS.map((key) => root.at(key)).filter(({ kind }) => kind === "mapping")];
const modelOf = (root: Cursor) =>
  parts(root).some((part) =>
    ["model_name_or_path", "base_model", "model_id", "model_name", "name_or_path", "pretrained_model_name_or_path"].some(
      (key) => part.at(key).text() !== undefined,
    ),
  ) ||
  root.at("model", "name").text() !== undefined ||
  root.at("model").text() !== undefined;

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const facts: MutableFacts = Object.assign(
    {},
    ...parts(root)
      .toReversed()
      .map((part) => readFacts(part, { ...hfTrainer, ...homeMade }, report)),
  );
  const lora = ["lora", "peft", "qlora", "lora_config"].map((key) => root.at(key)).find(({ kind }) => kind === "mapping");
  if (lora) Object.assign(facts, readFacts(lora, LORA, report));
  if (!facts["model.id"])
    Object.assign(
      facts,
      readFacts(root.at("model"), MODEL, report),
      root.at("model").text() ? readFacts(root, { model: means("model.id") }, report) : {},
    );
  const off = lora?.at("enabled").raw() === false || root.at("use_peft").raw() === false || root.at("use_lora").raw() === false;
  const rank = facts["training.lora.rank"];
  return recipe(
    document,
    "hf-trainer",
    withAdapters(facts, !off && (rank !== undefined || lora !== undefined), rank ? because(rank.value, rank) : lora),
    [fileAt(root.at("deepspeed"), "companion"), fileAt(root.at("training", "deepspeed"), "companion")],
  );
}
