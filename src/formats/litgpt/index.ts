import type { Cursor } from "../../text/cursor.js";
import { litgpt } from "../../vocabulary/litgpt.js";
import { because } from "../../vocabulary/recipe.js";
import { tabled } from "../tabled.js";

const TARGETS = ["query", "key", "value", "projection", "mlp", "head"] as const;

export default tabled({
  otherwiseFull: true,
  id: "litgpt",
  title: "LitGPT",
  url: "https://github.com/Lightning-AI/litgpt",
  rank: 54,
  recognises: (root) => root.has("train", "global_batch_size") && (root.has("checkpoint_dir") || root.has("model_name")),
  keys: litgpt,
  together(root) {
    const folder = root.at("checkpoint_dir");
    const id = folder.text()?.replace(/^(\.\/)?checkpoints\//, "");
    const held = HELD[root.at("precision").text() ?? ""];
    const targets = TARGETS.filter((name) => root.at(`lora_${name}`).raw() === true);
    return {
      ...(id && { "model.id": because(id, folder) }),
      ...(held && { "training.weights_dtype": because(held, root.at("precision")) }),
      ...(targets.length > 0 && { "training.lora.target_modules": because(targets, atFirst(root, targets)) }),
      ...(root.has("train", "max_tokens") &&
        !root.has("checkpoint_dir") && { "training.objective": because("pretrain" as const, root.at("train", "max_tokens")) }),
    };
  },
});

/** Lightning's `-true` precisions hold the weights themselves so; `-mixed` keeps them in fp32. */
const HELD: Readonly<Record<string, "bf16" | "fp16" | "fp32">> = {
  "bf16-true": "bf16",
  "16-true": "fp16",
  "32-true": "fp32",
  "bf16-mixed": "fp32",
  "16-mixed": "fp32",
};

const atFirst = (root: Cursor, targets: readonly string[]) => root.at(`lora_${targets[0] ?? ""}`);
