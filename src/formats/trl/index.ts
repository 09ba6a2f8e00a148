import type { KnownFacts, MutableFacts } from "../../model/facts.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { hfTrainer } from "../../vocabulary/hugging-face.js";
import { openRlhf, PROMPT_AND_ANSWER } from "../../vocabulary/launched.js";
import { because, datasetNames, fileAt, promptAndAnswer, recipe, trainsNothing, withAdapters } from "../../vocabulary/recipe.js";
import { blockSize } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";

const TRAINING = ["per_device_train_batch_size", "num_train_epochs", "gradient_accumulation_steps", "max_steps", "learning_rate"];
const DATA = ["dataset_name", "dataset_mixer", "dataset_mixture", "dataset_mixer_list", "train_file", "dataset_path", "datasets"];

/** With a model, data and a learning rate these make a training run of everything else by default. */
const TUNED = ["lr_scheduler_type", "warmup_ratio", "use_peft", "gradient_checkpointing", "optim"];
const said = (root: Cursor, keys: readonly string[]) => keys.filter((key) => root.has(key)).length;

export default defineDataFormat({
  id: "trl",
  title: "TRL and alignment-handbook",
  url: "https://huggingface.co/docs/trl/clis",
  role: "recipe",
  rank: 80,
  recognises: ({ root }) => (isOpenRlhf(root) || (!hasSections(root) && isFlatRecipe(root))) && !trainsNothing(root),
  parse,
});

const isFlatRecipe = (root: Cursor): boolean => {
  const named = root.at("model_name_or_path").text() !== undefined;
  if (said(root, TRAINING) >= 2) return named || (said(root, DATA) > 0 && !namesOtherwise(root));
  return said(root, TRAINING) === 1 && named && said(root, DATA) > 0 && said(root, TUNED) > 0;
};

/** The arguments of transformers' `run_clm.py` as a JSON of its own: `HfArgumentParser.parse_json_file`. */
const FLAT: Vocabulary = {
  ...hfTrainer,
  block_size: means("training.sequence_length", blockSize),
  // what people's own scripts call it
  model_id: means("model.id"),
  model_name: means("model.id"),
  base_model: means("model.id"),
};

/** A flat recipe that calls the model something else is of somebody's own script: there a rank means adapters, which TRL trains only where `use_peft` says so. */
const namesOtherwise = (root: Cursor): boolean =>
  ["model_name", "model_id", "base_model"].some((key) => root.at(key).text() !== undefined) &&
  ["use_peft", "num_generations", "reward_funcs", "beta"].every((key) => root.at(key).kind === "absent");

/** TRL's arguments are flat; `lora: {r: 16}` beside them is read by somebody's own script. */
const hasSections = (root: Cursor): boolean =>
  ["lora", "peft", "qlora", "lora_config"].some((key) => ["r", "rank", "lora_r"].some((rank) => root.has(key, rank)));

/** OpenRLHF has no recipes of its own: its flags as keys, for a launcher that hands them on. https://openrlhf.readthedocs.io */
const isOpenRlhf = (root: Cursor): boolean =>
  root.has("micro_train_batch_size") && ["pretrain", "zero_stage", "max_len", "prompt_max_len"].some((key) => root.has(key));

/** Keys that only one trainer has. */
const TELLTALES: readonly (readonly [keys: readonly string[], objective: "grpo" | "dpo" | "kto" | "sft"])[] = [
  [["num_generations"], "grpo"],
  [["reward_funcs"], "grpo"],
  [["desirable_weight"], "kto"],
  [["max_prompt_length", "beta"], "dpo"],
];

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const openRlhfs = isOpenRlhf(root);
  const facts: MutableFacts = { ...readFacts(root, openRlhfs ? { ...openRlhf, ...hfTrainer } : FLAT, report) };
  const peft = ["use_peft", "use_lora", "use_qlora"].find((key) => root.at(key).raw() === true);
  const rank = openRlhfs ? facts["training.lora.rank"] : undefined;
  const format = openRlhfs ? "openrlhf" : isHandbook(root) ? "alignment-handbook" : "trl";
  return recipe(
    document,
    format,
    {
      ...withAdapters(facts, peft !== undefined || rank !== undefined, rank ?? root.at(peft ?? "use_peft")),
      ...dataOf(root, facts),
      ...sequence(root, facts),
      ...objective(root),
    },
    [fileAt(root.at("deepspeed"), "companion")],
  );
}

const sequence = (root: Cursor, facts: KnownFacts): KnownFacts =>
  facts["training.sequence_length"] ? {} : promptAndAnswer(root, PROMPT_AND_ANSWER);

const isHandbook = (root: Cursor) => root.has("dataset_mixer") || root.has("dataset_mixture");

function objective(root: Cursor): KnownFacts {
  const found = TELLTALES.find(([keys]) => keys.every((key) => root.has(key)));
  return found ? { "training.objective": because(found[1], root.at(found[0][0] ?? "")) } : {};
}

/** The handbook mixes data sets by fraction: `dataset_mixer: {id: 1.0}`, `dataset_mixture: {datasets: [{id}]}`. */
function dataOf(root: Cursor, facts: KnownFacts): KnownFacts {
  if (facts["data.dataset"]) return {};
  const mixer = root.at("dataset_mixer");
  if (mixer.kind === "mapping" && mixer.keys().length > 0) return { "data.dataset": because(mixer.keys(), mixer) };
  const mixture = datasetNames(root.at("dataset_mixture", "datasets"), ["id"]);
  return mixture ? { "data.dataset": mixture } : {};
}
