import type { Report } from "../../model/diagnostic.js";
import type { MutableFacts } from "../../model/facts.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { zeroIn } from "../../vocabulary/deepspeed.js";
import { homeMade } from "../../vocabulary/home-made.js";
import { hfTrainer } from "../../vocabulary/hugging-face.js";
import { valuesIn } from "../../vocabulary/hydra.js";
import { PROMPT_AND_ANSWER } from "../../vocabulary/launched.js";
import { lightningTrainer } from "../../vocabulary/lightning.js";
import { because, fileAt, promptAndAnswer, recipe, trainsNothing, withAdapters } from "../../vocabulary/recipe.js";
import { countOrNone, modules, optimizer } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, wholeAt } from "../launched.js";
import { asNamed } from "./named.js";
import { isRecipe, NAMES, parts } from "./signature.js";
import { adaptersOf, objectiveOf } from "./what-trains.js";

const LORA: Vocabulary = {
  r: means("training.lora.rank", countOrNone),
  rank: means("training.lora.rank", countOrNone),
  alpha: means("training.lora.alpha"),
  dropout: means("training.lora.dropout"),
  target_modules: means("training.lora.target_modules", modules),
};
const MODEL: Vocabulary = Object.fromEntries(NAMES.map((key) => [key, means("model.id")]));
/** `steps` alone may count anything; of a training they are its own. */
const STEPS: Vocabulary = Object.fromEntries(
  ["train", "training", "trainer"].map((part) => [`${part}.steps`, means("training.max_steps", countOrNone)]),
);
const SLURM: Vocabulary = {
  num_nodes: means("resources.nodes", countOrNone),
  nodes: means("resources.nodes", countOrNone),
  gpus_per_node: means("resources.accelerators_per_node", countOrNone),
  time: means("resources.time_limit"),
  wall_time: means("resources.time_limit"),
};

export default defineDataFormat({
  id: "hf-trainer",
  title: "home-made Hugging Face recipes",
  url: "https://huggingface.co/docs/transformers/main_classes/trainer",
  role: "recipe",
  rank: 85,
  recognises: ({ root }) => isRecipe(root) && !parts(root).some(trainsNothing),
  parse,
  ifNamed: (document) => asNamed(document, parse(document, { report: () => undefined })),
});

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const facts: MutableFacts = Object.assign(
    {},
    ...parts(root)
      .toReversed()
      .map((part) => readFacts(part, { ...hfTrainer, ...homeMade }, report, root)),
  );
  Object.assign(facts, { ...readFacts(root, { ...STEPS, ...lightningTrainer }, report), ...facts });
  const lora = ["lora", "LoRA", "peft", "qlora", "lora_config"].map((key) => root.at(key)).find(({ kind }) => kind === "mapping");
  if (lora) Object.assign(facts, readFacts(lora, LORA, report, root));
  if (!facts["model.id"])
    Object.assign(
      facts,
      readFacts(root.at("model"), MODEL, report, root),
      ...parts(root).map((part) => (part.at("model").text() ? readFacts(part, { model: means("model.id") }, report, root) : {})),
    );
  if (!facts["training.max_steps"]) Object.assign(facts, stepsOf(root));
  if (!facts["training.sequence_length"]) Object.assign(facts, ...parts(root).map((part) => promptAndAnswer(part, PROMPT_AND_ANSWER)));
  Object.assign(facts, readFacts(root.at("slurm"), SLURM, report), sweepOf(root.at("hydra")), inlined(root.at("deepspeed"), report));
  const said = objectiveOf(root);
  if (said) facts["training.objective"] = said;
  const adapters = adaptersOf(root, facts, lora);
  return recipe(document, "hf-trainer", withAdapters(facts, adapters !== undefined, adapters), [
    ...parts(root).map((part) => fileAt(part.at("deepspeed"), "companion")),
    fileAt(root.at("deepspeed", "config_path"), "companion"),
  ]);
}

/** `train: {steps: 10000}`; elsewhere steps may be an evaluation's. */
function stepsOf(root: Cursor): MutableFacts {
  const cell = [root.at("train", "steps"), root.at("training", "steps")].find((each) => wholeAt(each) !== undefined);
  const steps = cell && wholeAt(cell);
  return steps ? { "training.max_steps": because(steps, cell) } : {};
}

/** DeepSpeed's config may stand inside the recipe. */
const inlined = (config: Cursor, report: Report): MutableFacts =>
  config.at("zero_optimization").kind === "mapping"
    ? {
        ...zeroIn(config.at("zero_optimization")),
        ...readFacts(config, { "optimizer.type": means("training.optimizer", optimizer) }, report),
      }
    : {};

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
