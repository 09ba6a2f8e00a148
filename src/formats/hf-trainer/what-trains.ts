import type { MutableFacts } from "../../model/facts.js";
import type { Known } from "../../model/known.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { word } from "../../vocabulary/scalars.js";
import { parts } from "./signature.js";

const OBJECTIVES = word({
  sft: "sft",
  dpo: "dpo",
  kto: "kto",
  orpo: "orpo",
  grpo: "grpo",
  ppo: "ppo",
  rm: "reward",
  reward: "reward",
  pretrain: "pretrain",
  cpt: "continued_pretrain",
  pt: "continued_pretrain",
});

/** `method: dpo` at the root, or several answers to each prompt, which only group-relative optimisation needs. */
export function objectiveOf(root: Cursor): MutableFacts["training.objective"] {
  for (const key of ["method", "stage", "objective", "recipe", "training_type", "trainer_type", "algorithm"]) {
    const read = OBJECTIVES(root.at(key).text() ?? "");
    if (read.ok && read.value) return because(read.value, root.at(key));
  }
  const answers = parts(root).find((each) => each.has("num_generations") && each.has("max_completion_length"));
  if (answers) return because("grpo" as const, answers.at("num_generations"));
  const preference = parts(root).find((each) => each.has("beta") && each.has("max_prompt_length"));
  return preference ? because("dpo" as const, preference.at("beta")) : sectionOf(root);
}

/** A single section is named after what it trains; several are the stages of a project. */
function sectionOf(root: Cursor): MutableFacts["training.objective"] {
  const [first, ...others] = ["sft", "dpo", "kto", "orpo", "grpo", "ppo"]
    .map((key) => root.at(key))
    .filter(({ kind }) => kind === "mapping");
  const read = OBJECTIVES(first?.path ?? "");
  return others.length === 0 && read.ok && read.value ? because(read.value, first) : undefined;
}

const NAMED = [
  "adapter",
  "peft",
  "peft_type",
  "tuner_type",
  "tuning_method",
  "finetuning_type",
  "fine_tune_type",
  "method",
  "strategy",
  "type",
];
const WITHOUT = ["use_peft", "use_lora", "is_peft"];

/** What says that adapters are trained, and over what: a word, a rank, or a section of its own. */
export function adaptersOf(root: Cursor, facts: MutableFacts, lora: Cursor | undefined): Cursor | Known<unknown> | undefined {
  const named = parts(root)
    .flatMap((part) => NAMED.map((key) => part.at(key)))
    .find((cell) => /^(q?lora|dora|adalora|full([_-]?(ft|fine-?tun(e|ing)))?)$/i.test(cell.text() ?? ""));
  const asked = switchedOn(root, "use_qlora");
  if (root.at("is_quantized").raw() === false) delete facts["training.quantization"];
  const over = asked ?? (/^qlora$/i.test(named?.text() ?? "") ? named : undefined);
  if (over && !facts["training.quantization"]) facts["training.quantization"] = because("nf4", over);
  if (/^full/i.test(named?.text() ?? "")) {
    facts["training.method"] = because("full", named);
    return undefined;
  }
  if (lora?.at("enabled").raw() === false) {
    facts["training.method"] = because("full", lora.at("enabled"));
    return undefined;
  }
  if (lora?.at("r").raw() === 0 || WITHOUT.some((key) => root.at(key).raw() === false)) return undefined;
  return facts["training.lora.rank"] ?? named ?? asked ?? lora ?? switchedOn(root, "lora") ?? switchedOn(root, "use_lora");
}

const switchedOn = (root: Cursor, key: string): Cursor | undefined =>
  parts(root)
    .find((part) => part.at(key).raw() === true)
    ?.at(key);
