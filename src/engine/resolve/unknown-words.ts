import { shapeOf } from "../../estimate/architecture/of-job.js";
import { adapterParameters } from "../../estimate/architecture/shape.js";
import { isOptimizer } from "../../estimate/memory/optimizers.js";
import { quantizationOf } from "../../estimate/memory/quantized.js";
import { frameworkNames, profileOf } from "../../frameworks/frameworks.js";
import type { FactName, KnownFacts } from "../../model/facts.js";
import { nearest as nearestOf } from "../../model/nearest.js";
import { trainsAdapters } from "../../model/training.js";
import { nearest } from "./hardware.js";
import type { Sources } from "./sources.js";

interface Word {
  readonly known: (said: string) => boolean;
  readonly instead: string;
  readonly words: readonly string[];
}

/** Facts whose value is a name of somebody else's: what is not known is counted as something else, and that is said. */
const WORDS: Readonly<Partial<Record<FactName, Word>>> = {
  "training.framework": {
    known: (said) => profileOf(said).known,
    instead: "it is counted as Hugging Face's Trainer",
    words: frameworkNames,
  },
  "training.optimizer": {
    known: isOptimizer,
    instead: "it is counted as AdamW",
    words: ["adamw_torch", "adamw_bnb_8bit", "paged_adamw_8bit", "adafactor", "lion", "muon", "sgd", "galore_adamw"],
  },
  "training.quantization": {
    known: (said) => quantizationOf(said) !== null || /^(none|false|no)$/i.test(said),
    instead: "the base is counted as it is loaded",
    words: ["nf4", "nf4-dq", "fp4", "int8", "gptq-4bit"],
  },
};

export function unknownWords(said: KnownFacts, { report }: Sources): void {
  for (const [name, { known, instead, words }] of Object.entries(WORDS) as [FactName, Word][]) {
    const fact = said[name];
    if (!fact || typeof fact.value !== "string" || known(fact.value)) continue;
    const near = nearestOf(fact.value, words);
    report(
      "input/unknown-word",
      `traincost does not know this ${name.slice("training.".length)}: ${instead}${nearest(near)}`,
      fact.at,
      `# traincost: ${name}=${near[0] ?? words[0]}`,
    );
  }
}

/** Adapters beside layers that the model does not have are counted beside all it has. */
export function unknownTargets(facts: KnownFacts, { report }: Sources): void {
  const [targets, model] = [facts["training.lora.target_modules"], shapeOf(facts)];
  if (!targets?.at || !model || targets.value === "all-linear" || !trainsAdapters(facts["training.method"]?.value)) return;
  if (adapterParameters(model.shape, 1, targets.value) > 0) return;
  const layers = [...new Set(model.shape.linears.map(({ name }) => name))];
  report(
    "input/unknown-word",
    `no linear layer of this model is called ${targets.value.slice(0, 5).join(", ")}: adapters are counted on all of its linear layers`,
    targets.at,
    `name layers of it, as in # traincost: training.lora.target_modules=${layers.slice(0, 2).join(",")}`,
  );
}
