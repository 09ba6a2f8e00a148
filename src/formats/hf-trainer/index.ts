import type { MutableFacts } from "../../model/facts.js";
import type { Known } from "../../model/known.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { hfTrainer, homeMade } from "../../vocabulary/hugging-face.js";
import { valuesIn } from "../../vocabulary/hydra.js";
import { PROMPT_AND_ANSWER } from "../../vocabulary/launched.js";
import { because, fileAt, promptAndAnswer, recipe, withAdapters } from "../../vocabulary/recipe.js";
import { countOrNone, modules } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, wholeAt } from "../launched.js";
import { asNamed } from "./named.js";

const LORA: Vocabulary = {
  r: means("training.lora.rank", countOrNone),
  rank: means("training.lora.rank", countOrNone),
  alpha: means("training.lora.alpha"),
  dropout: means("training.lora.dropout"),
  target_modules: means("training.lora.target_modules", modules),
};
/** Keys below `model:` that name it; a path to weights comes after a name. */
const NAMES = [
  "name_or_path",
  "model_name_or_path",
  "pretrained_model_name_or_path",
  "hf_id",
  "hf_name",
  "repo_id",
  "model_id",
  "base_model",
  "base",
  "id",
  "model_name",
  "name",
  "pretrained_model",
  "pretrained",
  "checkpoint",
  "path",
];
const MODEL: Vocabulary = Object.fromEntries(NAMES.map((key) => [key, means("model.id")]));
const SLURM: Vocabulary = {
  num_nodes: means("resources.nodes", countOrNone),
  nodes: means("resources.nodes", countOrNone),
  gpus_per_node: means("resources.accelerators_per_node", countOrNone),
  time: means("resources.time_limit"),
  wall_time: means("resources.time_limit"),
};

/** Sections whose name says that they hold settings of a training run. */
const SECTION = /train|sft|dpo|grpo|lora|peft|quant|bits|model|data|optim|hyper|^args$|argument|param/i;
/** Words that only a training loop has. */
const EVIDENCE = [
  "per_device_train_batch_size",
  "micro_batch_size",
  "max_steps",
  "num_train_epochs",
  "gradient_accumulation_steps",
  "warmup_ratio",
  "lr_scheduler_type",
  "max_seq_length",
  "gradient_checkpointing",
];

/** Words that other programs have too: several of them beside one of the above, or beside adapters, are a training run of a known model. */
const HINTS = [
  "batch_size",
  "train_batch_size",
  "epochs",
  "num_epochs",
  "learning_rate",
  "lr",
  "weight_decay",
  "warmup_steps",
  "total_steps",
  "max_length",
  "max_seq_len",
  "max_prompt_length",
  "grad_accum",
  "grad_accumulation_steps",
];
const ADAPTERS = ["lora", "qlora", "peft", "lora_config", "lora_r", "lora_rank", "load_in_4bit"];

export default defineDataFormat({
  id: "hf-trainer",
  title: "home-made Hugging Face recipes",
  url: "https://huggingface.co/docs/transformers/main_classes/trainer",
  role: "recipe",
  rank: 85,
  recognises: ({ root }) =>
    (parts(root).some((part) => evidenceIn(part) >= 2) && (modelOf(root) || argumentsOnly(root))) || (hinted(root) && modelOf(root)),
  parse,
  ifNamed: (document) => asNamed(document, parse(document, { report: () => undefined })),
});

const parts = (root: Cursor): readonly Cursor[] => [
  root,
  ...root.keys().flatMap((key) => (SECTION.test(key) && root.at(key).kind === "mapping" ? [root.at(key)] : [])),
];
/** `training_args:` are Hugging Face's own; the model may come from the command line. */
const argumentsOnly = (root: Cursor) =>
  ["training_args", "training_arguments"].some((key) => root.has(key, "per_device_train_batch_size")) ||
  parts(root).some((part) => part.has("per_device_train_batch_size") && evidenceIn(part) >= 4);
const hinted = (root: Cursor) =>
  parts(root).some((part) => {
    const hints = HINTS.filter((key) => part.has(key)).length;
    return hints >= 2 && hints + evidenceIn(part) >= 3 && ADAPTERS.some((key) => root.has(key) || part.has(key));
  });
const evidenceIn = (part: Cursor) => EVIDENCE.filter((key) => part.has(key)).length;
const modelOf = (root: Cursor) =>
  parts(root).some((part) =>
    ["model_name_or_path", "base_model", "model_id", "model_name", "name_or_path", "pretrained_model_name_or_path"].some(
      (key) => part.at(key).text() !== undefined,
    ),
  ) ||
  NAMES.some((key) => root.at("model", key).text() !== undefined) ||
  parts(root).some((part) => part.at("model").text() !== undefined);

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const facts: MutableFacts = Object.assign(
    {},
    ...parts(root)
      .toReversed()
      .map((part) => readFacts(part, { ...hfTrainer, ...homeMade }, report, root)),
  );
  const lora = ["lora", "peft", "qlora", "lora_config"].map((key) => root.at(key)).find(({ kind }) => kind === "mapping");
  if (lora) Object.assign(facts, readFacts(lora, LORA, report, root));
  if (!facts["model.id"])
    Object.assign(
      facts,
      readFacts(root.at("model"), MODEL, report, root),
      ...parts(root).map((part) => (part.at("model").text() ? readFacts(part, { model: means("model.id") }, report, root) : {})),
    );
  if (!facts["training.sequence_length"]) Object.assign(facts, ...parts(root).map((part) => promptAndAnswer(part, PROMPT_AND_ANSWER)));
  Object.assign(facts, readFacts(root.at("slurm"), SLURM, report), sweepOf(root.at("hydra")));
  const adapters = adaptersOf(root, facts, lora);
  return recipe(document, "hf-trainer", withAdapters(facts, adapters !== undefined, adapters), [
    fileAt(root.at("deepspeed"), "companion"),
    fileAt(root.at("training", "deepspeed"), "companion"),
    fileAt(root.at("deepspeed", "config_path"), "companion"),
  ]);
}

/** `hydra: {mode: MULTIRUN, sweeper: {params: {lr: "1e-4,1e-5"}}}`: every combination, or the trials of an optimising sweeper. */
function sweepOf(hydra: Cursor): MutableFacts {
  if (!/^multirun$/i.test(hydra.at("mode").text() ?? "")) return {};
  const trials = hydra.at("sweeper", "n_trials");
  if (wholeAt(trials) !== undefined) return countFact("runs", trials);
  const params = hydra.at("sweeper", "params");
  const product = leavesOf(params).reduce((all, each) => all * (valuesIn(each.text() ?? "") ?? 1), 1);
  return product > 1 ? { runs: because(product, params) } : {};
}

/** A parameter's name may be written with dots or nested. */
const leavesOf = (part: Cursor): readonly Cursor[] =>
  part.entries().flatMap(([, each]) => (each.kind === "mapping" ? leavesOf(each) : [each]));

const NAMED = ["adapter", "peft", "peft_type", "tuner_type", "finetuning_type", "fine_tune_type", "method", "strategy", "type"];
const WITHOUT = ["use_peft", "use_lora", "is_peft"];

/** What says that adapters are trained, and over what: a word, a rank, or a section of its own. */
function adaptersOf(root: Cursor, facts: MutableFacts, lora: Cursor | undefined): Cursor | Known<unknown> | undefined {
  const named = parts(root)
    .flatMap((part) => NAMED.map((key) => part.at(key)))
    .find((cell) => /^(q?lora|dora|full)$/i.test(cell.text() ?? ""));
  const asked = parts(root)
    .find((part) => part.at("use_qlora").raw() === true)
    ?.at("use_qlora");
  if (root.at("is_quantized").raw() === false) delete facts["training.quantization"];
  const over = asked ?? (/^qlora$/i.test(named?.text() ?? "") ? named : undefined);
  if (over && !facts["training.quantization"]) facts["training.quantization"] = because("nf4", over);
  if (/^full$/i.test(named?.text() ?? "")) {
    facts["training.method"] = because("full", named);
    return undefined;
  }
  if (lora?.at("enabled").raw() === false || WITHOUT.some((key) => root.at(key).raw() === false)) return undefined;
  return facts["training.lora.rank"] ?? named ?? asked ?? lora;
}
