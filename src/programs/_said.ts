import type { FactName, KnownFacts, MutableFacts } from "../model/facts.js";
import type { Reference } from "../model/job.js";
import { declared, derived } from "../model/known.js";
import type { Command, Word } from "../text/script.js";
import { PROMPT_AND_ANSWER } from "../vocabulary/launched.js";
import { duration } from "../vocabulary/llm-foundry.js";
import { gptOf, sizesOf } from "../vocabulary/megatron-shape.js";
import { adapterMethod } from "../vocabulary/recipe.js";
import type { Trainer } from "./_trainers.js";
import { countOf, type Flag, type Flags } from "./program.js";

/** `ds_configs/stage3_offloading.json`: the file beats its name, where it is there. */
export function stageOf(flags: Flags, uses: readonly Reference[]): KnownFacts {
  const named = [
    ...uses.filter(({ as }) => as === "companion").map(({ path }) => path),
    ...["deepspeed", "deepspeed_config", "deepspeed_config_file"]
      .flatMap((name) => flags.get(name)?.values[0] ?? [])
      .map((word) => declared(word.text, word.at)),
  ];
  const found = named
    .map((path) => ({ path, digit: /(?:zero|stage|(?:^|[^a-z])z)[_-]?([123])/i.exec(path.value.split("/").at(-1) ?? "")?.[1] }))
    .find(({ digit }) => digit !== undefined);
  return found
    ? {
        "parallelism.strategy": derived(
          (["zero1", "zero2", "zero3"] as const)[Number(found.digit) - 1] ?? "zero3",
          "the name of the DeepSpeed file",
          [found.path],
        ),
      }
    : {};
}

/** `CUDA_VISIBLE_DEVICES=0,1,2,3`, `NPROC_PER_NODE=8` and, where the program reads it, `NNODES=2` before the command. */
export function devices({ environment }: Command, { readsEnvironment }: Trainer): KnownFacts {
  const whole = (word: Word | undefined) => (word && /^[1-9]\d*$/.test(word.text) ? declared(Number(word.text), word.at) : undefined);
  const nodes = readsEnvironment ? whole(environment.get("NNODES")) : undefined;
  const count = whole(environment.get("NPROC_PER_NODE") ?? environment.get("GPUS_PER_NODE"));
  return {
    ...visibleDevices(environment),
    ...(count && { "resources.accelerators_per_node": count }),
    ...(nodes && { "resources.nodes": nodes }),
  };
}

export const VISIBLE = "CUDA_VISIBLE_DEVICES";

function visibleDevices(environment: Command["environment"]): KnownFacts {
  const visible = environment.get("CUDA_VISIBLE_DEVICES");
  return visible && /^\s*\d+(\s*,\s*\d+)*\s*$/.test(visible.text)
    ? { "resources.accelerators_per_node": declared(visible.text.split(",").length, visible.at, VISIBLE) }
    : {};
}

/** Words of such a flag; `--train_type dpo_loss` is about something else. */
const TUNING = /^((\w+_)?(q?lora|dora)|adalora|longlora|vera|full|freeze|true|false|no|none|\d+)$/i;
const ADAPTER = /^((\w+_)?(q?lora|dora)|adalora|true)$/i;

const isTrue = ({ values }: Flag): boolean => /^(true|1|yes)$/i.test(values[0]?.text ?? "true");

/** Adapter flags count where the command says that adapters are trained, or gives their rank. */
export function adapters(facts: MutableFacts, flags: Flags): MutableFacts {
  const said = [
    "train_type",
    "tuner_type",
    "sft_type",
    "finetuning_type",
    "finetuning_method",
    "finetuning_technique",
    "finetune_method",
    "tuning_method",
    "use_peft",
    "use_lora",
    "adapter",
    "adapter_name",
    "lora",
    "lora_enable",
    "peft",
  ]
    .map((name) => flags.get(name))
    .find((flag) => flag !== undefined && TUNING.test(flag.values[0]?.text ?? "true"));
  const whole = ["full_finetuning", "full_finetune", "full_ft"].map((name) => flags.get(name)).find((flag) => flag && isTrue(flag));
  if (whole && !said) facts["training.method"] = declared("full", whole.at);
  const word = said ? (said.values[0]?.text ?? "true") : undefined;
  const rank = facts["training.lora.rank"];
  if (word === undefined ? rank === undefined : !ADAPTER.test(word)) {
    if (said && /^full$/i.test(word ?? "")) facts["training.method"] = declared("full", said.at);
    if (said && /^(false|no|none)$/i.test(word ?? ""))
      facts["training.method"] = derived("full", "adapters are switched off", [declared("", said.at)]);
    for (const name of ["training.lora.rank", "training.lora.alpha", "training.lora.dropout", "training.lora.target_modules"] as FactName[])
      delete facts[name];
    return facts;
  }
  const quantized = facts["training.quantization"] ?? (/(^|_)qlora$/i.test(word ?? "") && said ? declared("nf4", said.at) : undefined);
  const method = adapterMethod(quantized?.value);
  return {
    ...facts,
    ...(quantized && { "training.quantization": quantized }),
    "training.method": said ? declared(method, said.at) : derived(method, "a rank of adapters is given", [rank]),
  };
}

/** Megatron's commands state the shape itself, NeMo's under `model.`. */
export function shapeOf({ framework }: Trainer, flags: Flags): KnownFacts {
  const prefix = { megatron: "", nemo: "model." }[framework ?? ""];
  if (prefix === undefined) return {};
  const place = prefix === "" ? (flags.get("micro_batch_size") ?? flags.get("num_layers")) : undefined;
  const full: KnownFacts = place ? { "training.method": derived("full", "Megatron-LM trains every weight", [declared("", place.at)]) } : {};
  const sizes = sizesOf((name) => {
    const word = flags.get(`${prefix}${name}`)?.values[0];
    return word && /^\d+$/.test(word.text) ? Number(word.text) : undefined;
  });
  const first = flags.get(`${prefix}num_layers`) ?? flags.get(`${prefix}hidden_size`);
  if (sizes.size < 3 || !first) return full;
  const architecture = gptOf(sizes, { gated: flags.has("swiglu"), tied: !flags.has("untie_embeddings_and_output_weights") });
  const objective: KnownFacts = prefix === "" ? { "training.objective": derived("pretrain", "a Megatron pretraining command", []) } : {};
  return { ...full, "model.architecture": declared(architecture, first.at), ...objective };
}

/** Where both stand, `--micro_batch_size` is per device and `--batch_size` is the step's, as alpaca-lora has it. */
export function batches(flags: Flags): KnownFacts {
  const [micro, all] = [countOf(flags, "micro_batch_size"), countOf(flags, "batch_size")];
  return micro && all?.at && all.value >= micro.value ? { "training.global_batch_size": declared(all.value, all.at) } : {};
}

/** `composer train.py c.yaml max_duration=100ba`; a bare `--max-duration 600` may be anybody's seconds. */
export function durationOf(flags: Flags): KnownFacts {
  const word = flags.get("max_duration")?.values[0];
  return word && /\d(ep|ba|tok)$/.test(word.text) ? duration(word.text, word.at) : {};
}

/** `--max_prompt_length 1024 --max_response_length 2048`: a sequence of 3072. */
export function sequenceOf(flags: Flags): KnownFacts {
  for (const pair of PROMPT_AND_ANSWER) {
    const [prompt, answer] = pair.map((name) => countOf(flags, name));
    if (prompt?.at && answer) return { "training.sequence_length": declared(prompt.value + answer.value, prompt.at) };
  }
  return {};
}

/** Megatron-Bridge names the model in two flags and counts all devices. */
export function bridge(flags: Flags): KnownFacts {
  const words = ["model_name", "model_size", "num_gpus", "gpus_per_node", "compute_dtype"].map((name) => flags.get(name)?.values[0]);
  const [name, size] = words;
  if (!name || !size || !flags.has("compute_dtype")) return {};
  const [total, perNode] = [countOf(flags, "num_gpus"), countOf(flags, "gpus_per_node")];
  return {
    "model.id": declared(`${name.text}-${size.text}`, name.at),
    "training.objective": declared("pretrain", name.at),
    "training.method": derived("full", "a pretraining benchmark of Megatron-Bridge", [declared("", name.at)]),
    ...(total?.at && perNode && { "resources.nodes": declared(Math.max(1, Math.ceil(total.value / perNode.value)), total.at) }),
  };
}

/** `--accelerator gpu --devices 4`: Lightning's trainer; elsewhere `--devices` may number them. */
export function lightning(flags: Flags): KnownFacts {
  const devices = countOf(flags, "devices");
  return devices && /^(gpu|cuda|auto)$/.test(flags.get("accelerator")?.values[0]?.text ?? "")
    ? { "resources.accelerators_per_node": devices }
    : {};
}

const PICTURE_SCRIPT = /diffus|dreambooth|text_to_image|textual_inversion|controlnet|instruct_pix2pix/i;
const PICTURE_FLAGS = ["resolution", "height", "instance_data_dir", "instance_prompt", "validation_prompt"];

/** Diffusers' scripts name their base with `--pretrained_model_name_or_path` beside a picture's size or prompt: no language model, whatever the name's size. */
export function pictures(target: string, flags: Flags): KnownFacts {
  const base = flags.get("pretrained_model_name_or_path");
  if (!base || !(PICTURE_SCRIPT.test(target) || PICTURE_FLAGS.some((name) => flags.has(name)))) return {};
  return { "model.architecture": derived({ model_type: "diffusion" }, "a script of diffusers", [declared("", base.at)]) };
}

/** Beside `num_generations`, `num_iterations` counts the updates with the same answers (TRL's GRPOConfig) and no steps. */
export const ownWords = (flags: Flags): Flags =>
  flags.has("num_generations") ? new Map([...flags].filter(([name]) => name !== "num_iterations")) : flags;
