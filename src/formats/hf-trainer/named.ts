import type { FactName, KnownFacts } from "../../model/facts.js";
import type { Fragment } from "../../model/job.js";
import type { DataDocument } from "../../text/cursor.js";
import { trainsNothing } from "../../vocabulary/recipe.js";

/** Facts that make a config of nobody's framework one of a training run. */
const ABOUT_TRAINING: readonly FactName[] = [
  "training.micro_batch_size",
  "training.gradient_accumulation_steps",
  "training.epochs",
  "training.max_steps",
  "training.sequence_length",
  "training.lora.rank",
  "training.precision",
  "training.gradient_checkpointing",
];

/** `train.py --config src/config.yaml`: the command says what the file is for, so its words need not. One that is composed of others (`defaults:`) says too little. */
export function asNamed({ root }: DataDocument, fragments: readonly Fragment[]): readonly Fragment[] {
  if (root.has("defaults") || trainsNothing(root)) return [];
  return fragments
    .filter(
      ({ facts }) => ABOUT_TRAINING.filter((name) => facts[name]).length >= (isNamed(facts) ? 1 : 2) || isHubId(facts["model.id"]?.value),
    )
    .map((fragment) => ({ ...fragment, facts: without(fragment.facts, nameless(fragment.facts)) }));
}

/** Beside a config of the training itself, one of the model: `model_name: meta-llama/Llama-2-7b-hf`. */
const isHubId = (id = ""): boolean => /^[\w-][\w.-]*\/[\w.-]+$/.test(id) && !/\.(pth?|ckpt|bin|safetensors|ya?ml|json)$/.test(id);

/** `name: resnet` below `model:` is no id. */
const nameless = (facts: KnownFacts): readonly FactName[] => (isNamed(facts) ? [] : ["model.id"]);
const isNamed = (facts: KnownFacts): boolean => facts["model.id"]?.value.includes("/") === true;

const without = (facts: KnownFacts, names: readonly FactName[]): KnownFacts =>
  Object.fromEntries(
    Object.entries(facts).filter(([name]) => name !== "training.framework" && !(names as readonly string[]).includes(name)),
  );
