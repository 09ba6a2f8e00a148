import type { KnownFacts } from "../model/facts.js";
import { declared, derived } from "../model/known.js";
import type { Command, Word } from "../text/script.js";
import type { Trainer } from "./_trainers.js";
import type { Flags } from "./program.js";

/** `litgpt finetune_full` says what it trains; its plain `finetune` is LoRA. */
const VERBS: readonly (readonly [RegExp, "lora" | "full"])[] = [
  [/finetune_full|pretrain/, "full"],
  [/finetune(_lora)?$/, "lora"],
];

/** `train_sft_lora.py`, `finetune_full.py`: scripts of people's own are named after what they train. */
const NAMED: readonly (readonly [RegExp, "lora" | "qlora" | "full"])[] = [
  [/(^|[^a-z])qlora([^a-z]|$)/i, "qlora"],
  [/(^|[^a-z])lora([^a-z]|$)/i, "lora"],
  [/(^|[^a-z])full([^a-z]|$)/i, "full"],
];

export function methodOf({ framework }: Trainer, target: string): KnownFacts {
  const table = { litgpt: VERBS, "hf-trainer": NAMED }[framework ?? ""] ?? [];
  const name = framework === "litgpt" ? target : (target.split("/").at(-1) ?? "");
  const found = table.find(([verb]) => verb.test(name));
  return found ? { "training.method": derived(found[1], "the command's name", []) } : {};
}

/** LitGPT keeps what it downloads under `checkpoints/`. */
export function modelIn({ namesModel }: Trainer, [first]: readonly Word[]): KnownFacts {
  const id = namesModel && first && first.unknown.length === 0 ? first.text.replace(/^(\.\/)?checkpoints\//, "") : undefined;
  return id && first && /^[\w.-]+(\/[\w.-]+)?$/.test(id) ? { "model.id": declared(id, first.at) } : {};
}

/** Flags of a script's own that can only name what is trained: `--ovis_pretrained_path ID`. */
const TRAINED =
  /(^|_)(pretrained(_model)?(_name_or)?_path|model_name_or_path|base_model(_name|_path|_dir)?|llm(_model)?_path|input_model(_filename|_path)?|vla_path)$/;
const BESIDE = /(^|_)(ref|reference|reward|critic|teacher|draft|tokenizer|processor|vision|tower|judge|eval|vae|encoder|embedding)_/;
/** Variables that a script reads itself, where no flag names the model. */
const VARIABLES = ["MODEL_NAME_OR_PATH", "MODEL_ID", "MODEL_NAME", "BASE_MODEL", "BASE_MODEL_ID", "HF_MODEL_ID", "HF_MODEL", "MODEL"];
const HUB_ID = /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/;

/** What is trained, where the trainer's own words do not say it. */
export function modelBeside(flags: Flags, environment: Command["environment"]): KnownFacts {
  const [, flag] =
    [...flags].find(([name, { values }]) => TRAINED.test(name) && !BESIDE.test(name) && isName(values[0], /name_or_path$/.test(name))) ??
    [];
  const word = flag?.values[0];
  if (word) return { "model.id": declared(word.text, word.at) };
  const model = [flags.get("pretrain")?.values[0], flags.get("model")?.values[0]].find(
    (each) => each && HUB_ID.test(each.text) && isName(each),
  );
  if (model) return { "model.id": declared(model.text, model.at) };
  const name = VARIABLES.find((each) => HUB_ID.test(environment.get(each)?.text ?? "") && isName(environment.get(each)));
  const said = name ? environment.get(name) : undefined;
  return said ? { "model.id": derived(said.text, `the variable ${name}`, [declared("", said.at)]) } : {};
}

/** A flag of one meaning may name a model of the hub's root: `gpt2`. */
const isName = (word: Word | undefined, alone = false): boolean =>
  word !== undefined && word.unknown.length === 0 && (word.text.includes("/") || (alone && /^[A-Za-z][\w.-]+$/.test(word.text)));

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

/** Transformers' language-modelling examples, and what people call theirs. */
const PRETRAINING: readonly (readonly [RegExp, "pretrain"])[] = [
  [/^run_(clm|mlm|plm)|(^|[^a-z])pre[_-]?train(ing)?([^a-z]|$)/i, "pretrain"],
];
const STARTS_FROM = ["model_name_or_path", "model_name", "pretrained_model_name_or_path", "base_model"];

/** A hint only: what flags or a file declare beats it. Several answers to a prompt are what only group-relative optimisation needs. */
export function objective(target: string, flags: Flags): KnownFacts {
  const answers = flags.get("num_generations");
  if (answers && flags.has("max_completion_length"))
    return { "training.objective": derived("grpo", "several answers to each prompt", [declared("", answers.at)]) };
  const reference = flags.get("ref_model_name_or_path") ?? flags.get("max_prompt_length");
  if (reference && flags.has("beta") && !answers)
    return {
      "training.objective": derived("dpo", "a preference's strength and a reference or a prompt's length", [declared("", reference.at)]),
    };
  const name = target.split("/").at(-1) ?? "";
  const found = OBJECTIVE.find(([pattern]) => pattern.test(name)) ?? PRETRAINING.find(([pattern]) => pattern.test(name));
  if (found?.[1] === "pretrain" && STARTS_FROM.some((flag) => flags.has(flag)))
    return { "training.objective": derived("continued_pretrain", "the command's name, over a model that is there", []) };
  return found ? { "training.objective": derived(found[1], "the command's name", []) } : {};
}
