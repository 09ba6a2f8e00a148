import type { KnownFacts } from "../model/facts.js";
import { declared, derived } from "../model/known.js";
import type { Word } from "../text/script.js";
import type { Trainer } from "./_trainers.js";
import type { Flags } from "./program.js";

/** `litgpt finetune_full` says what it trains; its plain `finetune` is LoRA. */
const VERBS: readonly (readonly [RegExp, "lora" | "full"])[] = [
  [/finetune_full|pretrain/, "full"],
  [/finetune(_lora)?$/, "lora"],
];

export function methodOf({ framework }: Trainer, target: string): KnownFacts {
  const found = framework === "litgpt" ? VERBS.find(([verb]) => verb.test(target)) : undefined;
  return found ? { "training.method": derived(found[1], "the command's name", []) } : {};
}

/** LitGPT keeps what it downloads under `checkpoints/`. */
export function modelIn({ namesModel }: Trainer, [first]: readonly Word[]): KnownFacts {
  const id = namesModel && first && first.unknown.length === 0 ? first.text.replace(/^(\.\/)?checkpoints\//, "") : undefined;
  return id && first && /^[\w.-]+(\/[\w.-]+)?$/.test(id) ? { "model.id": declared(id, first.at) } : {};
}

/** Torchtune's recipes and their configs are named after what they do: `lora_finetune_distributed`, `llama3/8B_qlora_single_device`. */
export function recipeName({ framework }: Trainer, target: string, words: readonly Word[], flags: Flags): KnownFacts {
  if (framework !== "torchtune") return {};
  const config = flags.get("config")?.values[0];
  const named = [config, ...words].find((word) => word && /(qlora|lora|full)/.test(word.text));
  const method = /qlora/.test(config?.text ?? "")
    ? "qlora"
    : /lora/.test(`${target} ${named?.text ?? ""}`)
      ? "lora"
      : /full/.test(named?.text ?? "")
        ? "full"
        : undefined;
  const single = words.find((word) => /single_device/.test(word.text));
  return {
    ...(method && named && { "training.method": derived(method, "the recipe's name", [declared(named.text, named.at)]) }),
    ...(single && { "resources.accelerators_per_node": derived(1, "the recipe's name", [declared(single.text, single.at)]) }),
  };
}

const OBJECTIVE: readonly (readonly [RegExp, "dpo" | "kto" | "orpo" | "grpo" | "ppo" | "reward" | "sft" | "pretrain"])[] = [
  [/(^|[^a-z])dpo([^a-z]|$)/i, "dpo"],
  [/(^|[^a-z])kto([^a-z]|$)/i, "kto"],
  [/(^|[^a-z])orpo([^a-z]|$)/i, "orpo"],
  [/(^|[^a-z])grpo([^a-z]|$)/i, "grpo"],
  [/(^|[^a-z])ppo([^a-z]|$)/i, "ppo"],
  [/(^|[^a-z])(rm|reward)([^a-z]|$)/i, "reward"],
];

/** A hint only: what a file declares beats it. */
export function objective(target: string): KnownFacts {
  const found = OBJECTIVE.find(([pattern]) => pattern.test(target.split("/").at(-1) ?? ""));
  return found ? { "training.objective": derived(found[1], "the command's name", []) } : {};
}
