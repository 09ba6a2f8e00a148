import { isOptimizer } from "../../estimate/memory/optimizers.js";
import { quantizationOf } from "../../estimate/memory/quantized.js";
import { frameworkNames, profileOf } from "../../frameworks/frameworks.js";
import type { FactName, KnownFacts } from "../../model/facts.js";
import { nearest as nearestOf } from "../../model/nearest.js";
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
