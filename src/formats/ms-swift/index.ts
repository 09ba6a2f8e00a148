import { hfTrainer, msSwift } from "../../vocabulary/hugging-face.js";
import { megatron } from "../../vocabulary/launched.js";
import { because } from "../../vocabulary/recipe.js";
import type { Vocabulary } from "../../vocabulary/vocabulary.js";
import { firstText, tabled } from "../tabled.js";

const TUNER = ["tuner_type", "train_type", "sft_type", "train.tuner_type", "train.train_type"];
/** Under `megatron sft` the words are Megatron's. */
const WORDS: Vocabulary = { ...msSwift, ...hfTrainer, ...without(megatron, "optimizer", "bf16", "fp16") };

function without(table: Vocabulary, ...keys: readonly string[]): Vocabulary {
  return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)));
}

export default tabled({
  id: "ms-swift",
  title: "ms-swift",
  url: "https://swift.readthedocs.io",
  rank: 56,
  recognises: (root) =>
    root.at("model").text() !== undefined && ["tuner_type", "train_type", "sft_type", "rlhf_type"].some((key) => root.has(key)),
  // Under Ray the trainer's own settings stand below `train:`.
  keys: { ...WORDS, ...Object.fromEntries(Object.entries(WORDS).map(([key, meaning]) => [`train.${key}`, meaning])) },
  adapters: (root) => {
    const said = firstText(root, ...TUNER);
    return /lora/i.test(said?.text() ?? "") ? said : undefined;
  },
  together(root) {
    const said = firstText(root, ...TUNER);
    return {
      ...(said && /^full$/i.test(said.text() ?? "") && { "training.method": because("full" as const, said) }),
      // `swift rlhf --rlhf_type grpo --config …`: the recipe itself names no kind
      ...(!root.has("rlhf_type") &&
        root.has("num_generations") &&
        root.has("reward_funcs") && { "training.objective": because("grpo" as const, root.at("reward_funcs")) }),
    };
  },
});
