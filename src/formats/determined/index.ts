import type { MutableFacts } from "../../model/facts.js";
import { declared, derived } from "../../model/known.js";
import { ok, type Reader } from "../../model/reading.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { homeMade } from "../../vocabulary/home-made.js";
import { hfTrainer } from "../../vocabulary/hugging-face.js";
import { adapterMethod, because, fileAt } from "../../vocabulary/recipe.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, environmentAt, launch, runsOf, scriptOf, untold, wholeAt } from "../launched.js";

/** `model: org/name`: other words below `model` are a script's own. */
const modelId: Reader<string | undefined> = (raw) => ok(/^[\w.-]+\/[\w.-]+$/.test(String(raw)) ? String(raw) : undefined);

const KEYS: Vocabulary = {
  global_batch_size: means("training.global_batch_size"),
  ...hfTrainer,
  ...homeMade,
  model: means("model.id", modelId),
  pretrained_model_name: means("model.id"),
};

export default defineDataFormat({
  id: "determined",
  title: "Determined experiment",
  url: "https://docs.determined.ai/latest/reference/training/experiment-config-reference.html",
  role: "launch",
  rank: 14,
  recognises: ({ root }) => root.has("searcher") && (root.has("entrypoint") || root.has("hyperparameters")),
  parse({ root }: DataDocument, { report }: Context) {
    const entry = root.at("entrypoint");
    const runs = runsOf(scriptOf([entry], "exec"), environmentAt(root.at("environment", "environment_variables")), report);
    const own = ["hyperparameters", "data"].map((key) => root.at(key));
    const epochs = epochsOf(root);
    const batches = wholeAt(root.at("searcher", "max_length", "batches"));
    const facts = {
      ...Object.assign({}, ...[...own, root.at("hyperparameters", "training_args")].map((part) => readFacts(part, keysIn(part), report))),
      ...slots(root.at("resources", "slots_per_trial")),
      ...(batches !== undefined && { "training.max_steps": declared(batches, root.at("searcher", "max_length", "batches").place) }),
      ...(epochs && { "training.epochs": declared(wholeAt(epochs) ?? 1, epochs.place) }),
      ...trials(root),
    };
    const told = runs.length > 0 ? runs.slice(0, 1) : trainsByItself(root) ? untold(root) : [];
    const engine = fileAt(root.at("hyperparameters", "training_args", "deepspeed"), "companion");
    return launch("determined", root, { ...facts, ...adaptersOf(root.at("hyperparameters"), facts) }, told, root.at("name").text()).map(
      (fragment) => ({ ...fragment, uses: engine ? [engine] : [] }),
    );
  },
});

/** A hyperparameter is a value, `{type: const, val}`, or a range of which every trial draws one: that is unknown. */
const keysIn = (part: Cursor): Vocabulary =>
  Object.fromEntries(
    Object.entries(KEYS).flatMap(([key, meaning]) =>
      part.at(key).kind !== "mapping"
        ? [[key, meaning] as const]
        : part.at(key, "type").text() === "const"
          ? [[`${key}.val`, meaning] as const]
          : [],
    ),
  );

/** `slots_per_trial` counts the whole trial; Determined fills nodes, and more than eight are taken as nodes of eight. */
function slots(cell: Cursor): MutableFacts {
  const total = wholeAt(cell);
  if (total === undefined || total <= 8 || total % 8 !== 0) return countFact("resources.accelerators_per_node", cell);
  const from = [declared(total, cell.place)];
  return {
    "resources.accelerators_per_node": derived(8, "slots over full nodes of eight", from),
    "resources.nodes": derived(total / 8, "slots over full nodes of eight", from),
  };
}

/** `lora: true`, or a rank of adapters. */
function adaptersOf(own: Cursor, facts: MutableFacts): MutableFacts {
  const said = ["lora", "use_lora", "use_peft"].map((key) => own.at(key)).find((cell) => cell.raw() === true);
  const told = said ?? facts["training.lora.rank"];
  return told ? { "training.method": because(adapterMethod(facts["training.quantization"]?.value), told) } : {};
}

/** How many values every hyperparameter of a grid has, nested ones too. */
const choicesIn = (part: Cursor): readonly number[] =>
  part
    .entries()
    .flatMap(([, each]) =>
      each.kind === "mapping" && !each.has("type") ? choicesIn(each) : [each.at("vals").items().length || wholeAt(each.at("count")) || 1],
    );

/** A search stops at `max_trials`; a grid tries every combination of the values and counts its hyperparameters list. */
function trials(root: Cursor): MutableFacts {
  const searcher = root.at("searcher");
  if (searcher.at("name").text() === "single") return {};
  if (searcher.at("name").text() !== "grid") return countFact("runs", searcher.at("max_trials"));
  const choices = choicesIn(root.at("hyperparameters"));
  const product = choices.reduce((all, each) => all * each, 1);
  return product > 1 ? { runs: derived(product, "combinations of the grid", [declared(product, root.at("hyperparameters").place)]) } : {};
}

/** `max_length: {epochs: 2}`, for an experiment with or without hyperparameters. */
const epochsOf = (root: Cursor): Cursor | undefined =>
  ["max_length", "max_time"].map((key) => root.at("searcher", key, "epochs")).find((cell) => wholeAt(cell) !== undefined);

/** `model_def:TrialClass` is a trial; another command must say that it trains, or the experiment must say how long it trains. */
const trainsByItself = (root: Cursor) =>
  /^[\w.]+:\w+$/.test(root.at("entrypoint").text() ?? "") ||
  ((/determined\.launch\./.test(JSON.stringify(root.at("entrypoint").raw() ?? "")) ||
    ["global_batch_size", "learning_rate", "training_args"].some((key) => root.has("hyperparameters", key)) ||
    epochsOf(root) !== undefined) &&
    !/search|profil|infer|eval|generation/i.test(`${root.at("name").text() ?? ""} ${root.at("entrypoint").text() ?? ""}`));
