import type { Known } from "./known.js";
import * as quantity from "./quantities.js";
import type { Reader } from "./reading.js";
import * as read from "./reading.js";

/**
 * Everything a training job can say, once. The key is the path in the native manifest, in `# traincost: path=value` directives,
 * in the config's `overrides.set` and in the report's `origins`; names are those of Hugging Face `config.json` and `TrainingArguments`.
 */
export interface FactSpec<T> {
  readonly read: Reader<T>;
  readonly help: string;
}
const fact = <T>(reader: Reader<T>, help: string): FactSpec<T> => ({ read: reader, help });

export const OBJECTIVES = [
  "pretrain",
  "continued_pretrain",
  "sft",
  "dpo",
  "orpo",
  "simpo",
  "cpo",
  "kto",
  "ipo",
  "reward",
  "grpo",
  "ppo",
  "online_dpo",
  "distill",
] as const;
export const METHODS = ["full", "lora", "qlora", "freeze"] as const;
export const PRECISIONS = ["fp32", "tf32", "fp16", "bf16", "fp8"] as const;
export const DTYPES = ["fp32", "fp16", "bf16", "fp8"] as const;
export const ATTENTIONS = ["flash", "sdpa", "eager"] as const;
export const STRATEGIES = ["none", "ddp", "zero1", "zero2", "zero3", "fsdp", "hsdp"] as const;
export const OFFLOADS = ["none", "optimizer", "parameters", "activations"] as const;
export const GENERATORS = ["transformers", "vllm", "vllm-server"] as const;
export const INTERCONNECTS = ["nvlink", "pcie", "infiniband", "ethernet"] as const;
export const EVAL_STRATEGIES = ["no", "steps", "epoch"] as const;
export const CHECKPOINTING = ["selective", "selective_op", "offload"] as const;

export type Checkpointing = boolean | (typeof CHECKPOINTING)[number];

const checkpointing: Reader<Checkpointing> = (raw) => {
  const word = CHECKPOINTING.find((name) => name === raw);
  if (word) return read.ok(word);
  const yesNo = read.boolean(raw);
  return yesNo.ok ? yesNo : read.wrong(`true, false or one of ${CHECKPOINTING.join(", ")}`);
};

const targetModules: Reader<"all-linear" | readonly string[]> = (raw) => {
  if (raw === "all-linear" || raw === "all") return read.ok("all-linear");
  return read.words(raw);
};

const tokens = (reader: Reader<number>) => read.withUnit(reader, "tok(?:en)?s?");
const sequences = read.withUnit(read.count, "(?:sequence|example|row|sample)s?");
const gpuHours = read.withUnit(read.positive, "(?:gpu|accelerator|device)?[ -]?h(?:ours?|rs?)?");
const hourly = read.withUnit(quantity.money, "(?:/|per) ?h(?:our)?");

export const FACTS = {
  "model.id": fact(read.text, "Hugging Face model id"),
  "model.architecture": fact(read.mapping, "keys of the model's config.json"),
  "model.parameters": fact(read.big, "total parameters, as in 6.74B"),
  "model.active_parameters": fact(read.big, "parameters used per token (mixture of experts)"),

  "training.framework": fact(read.text, "whose defaults and memory habits apply; may name a version, as in trl 0.12"),
  "training.objective": fact(read.oneOf(OBJECTIVES), "what is learned"),
  "training.method": fact(read.oneOf(METHODS), "which weights are trained"),
  "training.lora.rank": fact(read.count, "rank of the adapters"),
  "training.lora.alpha": fact(read.positive, "scaling of the adapters"),
  "training.lora.dropout": fact(read.number, "dropout before the adapters"),
  "training.lora.target_modules": fact(targetModules, "all-linear, or names of linear layers"),
  "training.trainable_parameters": fact(read.big, "parameters that get gradients"),
  "training.precision": fact(read.oneOf(PRECISIONS), "compute precision"),
  "training.weights_dtype": fact(read.oneOf(DTYPES), "how trained weights are held"),
  "training.master_weights": fact(read.boolean, "an extra fp32 copy in the optimizer"),
  "training.gradient_dtype": fact(read.oneOf(DTYPES), "how gradients are held"),
  "training.quantization": fact(read.text, "how the frozen base is quantized: nf4, nf4-dq, fp4, int8, gptq-4bit"),
  "training.optimizer": fact(read.text, "TrainingArguments optim name, or sgd, adafactor, lion, muon, galore_adamw"),
  "training.sequence_length": fact(tokens(read.count), "tokens per sequence"),
  "training.micro_batch_size": fact(sequences, "sequences per device and step"),
  "training.gradient_accumulation_steps": fact(read.count, "micro batches per optimizer step"),
  "training.global_batch_size": fact(sequences, "sequences per optimizer step over all devices"),
  "training.gradient_checkpointing": fact(checkpointing, "recompute activations in the backward pass"),
  "training.attention": fact(read.oneOf(ATTENTIONS), "attention implementation"),
  "training.fused_loss": fact(read.boolean, "cross entropy without full logits"),
  "training.torch_compile": fact(read.boolean, "the model is compiled by torch.compile"),
  "training.packing": fact(read.boolean, "several examples per sequence, no padding"),
  "training.epochs": fact(read.positive, "passes over the data"),
  "training.max_steps": fact(read.count, "optimizer steps; beats epochs"),
  "training.tokens": fact(quantity.tokenCount, "total tokens to train on; beats epochs x data"),

  "training.num_generations": fact(read.count, "completions sampled per prompt"),
  "training.max_prompt_length": fact(tokens(read.count), "tokens of a prompt, at most"),
  "training.max_completion_length": fact(tokens(read.count), "tokens of a sampled completion, at most"),
  "training.prompts_per_step": fact(read.count, "prompts of one round of sampling, where the framework counts steps in rounds"),
  "training.generator": fact(read.oneOf(GENERATORS), "what samples: model.generate, vLLM on the training devices, or a server beside them"),
  "training.vllm_gpu_memory_utilization": fact(read.positive, "share of a device's memory that the sampling engine takes"),
  "training.vllm_tensor_parallel_size": fact(read.count, "devices of one copy of the sampling engine"),
  "training.beta": fact(read.number, "weight of the divergence from the reference model; 0 loads none"),
  "training.precompute_ref_log_probs": fact(read.boolean, "the reference's log-probabilities are computed before training"),
  "training.eval_strategy": fact(read.oneOf(EVAL_STRATEGIES), "when it evaluates"),
  "training.per_device_eval_batch_size": fact(read.count, "sequences per device while it evaluates"),
  "training.save_steps": fact(read.count, "optimizer steps between checkpoints"),
  "training.save_total_limit": fact(read.count, "checkpoints that are kept"),

  "data.workers": fact(read.count, "data loader processes of one device"),
  "data.dataset": fact(read.words, "dataset ids"),
  "data.examples": fact(read.big, "examples in one epoch"),
  "data.tokens_per_example": fact(tokens(read.positive), "mean tokens of an example"),
  "data.tokens": fact(quantity.tokenCount, "tokens in one epoch"),

  "parallelism.strategy": fact(read.oneOf(STRATEGIES), "what is sharded over the data-parallel ranks"),
  "parallelism.tensor": fact(read.count, "tensor-parallel size"),
  "parallelism.sequence_parallel": fact(read.boolean, "Megatron sequence parallelism beside tensor parallelism"),
  "parallelism.pipeline": fact(read.count, "pipeline stages"),
  "parallelism.virtual_pipeline": fact(read.count, "model chunks per pipeline stage"),
  "parallelism.context": fact(read.count, "context-parallel size"),
  "parallelism.expert": fact(read.count, "expert-parallel size"),
  "parallelism.shard_group": fact(read.count, "ranks one copy is sharded over (hybrid sharding)"),
  "parallelism.offload": fact(read.oneOf(OFFLOADS), "what is held in host memory"),

  "resources.accelerator": fact(read.text, "catalogue name or alias, as in H100 or A100-80GB"),
  "resources.accelerators_per_node": fact(read.count, "accelerators in one node"),
  "resources.nodes": fact(read.count, "nodes"),
  "resources.generation_accelerators": fact(read.count, "accelerators that only sample, beside those that train"),
  "resources.accelerator_memory": fact(quantity.memory, "usable memory of one accelerator"),
  "resources.memory_limit": fact(quantity.memory, "host memory the scheduler grants"),
  "resources.cloud": fact(read.text, "aws, gcp, azure, lambda, runpod …"),
  "resources.instance_type": fact(read.text, "instance type of the cloud"),
  "resources.region": fact(read.text, "region of the cloud"),
  "resources.spot": fact(read.boolean, "interruptible price"),
  "resources.price_per_accelerator_hour": fact(hourly, "US dollars per accelerator and hour"),
  "resources.time_limit": fact(quantity.durationInHours, "what the scheduler will kill the job at"),
  "resources.interconnect": fact(read.oneOf(INTERCONNECTS), "how accelerators are joined"),

  runs: fact(read.count, "how many times the job runs: sweeps, seeds, arrays"),

  "budget.cost": fact(quantity.money, "most a run may cost"),
  "budget.gpu_hours": fact(gpuHours, "most accelerator-hours a run may take"),
  "budget.wall_hours": fact(quantity.durationInHours, "longest a run may take"),
  "budget.hourly_cost": fact(hourly, "most a run may cost per hour"),
  "budget.memory": fact(quantity.memory, "most memory per device"),

  "reported.gpu_hours": fact(gpuHours, "accelerator-hours the run really took"),
  "reported.cost": fact(quantity.money, "what the run really cost"),
  "reported.peak_memory": fact(quantity.memory, "peak memory per device that was measured"),
} satisfies Record<string, FactSpec<unknown>>;

type ValueOf<S> = S extends FactSpec<infer T> ? T : never;
export type FactName = keyof typeof FACTS;
export type Facts = { readonly [F in FactName]: ValueOf<(typeof FACTS)[F]> };
export type KnownFacts = { readonly [F in FactName]?: Known<Facts[F]> };
/** A fact's value, whatever its origin; undefined where nobody knows it. */
export type Get = <F extends FactName>(name: F) => Facts[F] | undefined;
export const valuesOf =
  (facts: KnownFacts): Get =>
  (name) =>
    facts[name]?.value as never;

/** Facts while they are being filled. */
export type MutableFacts = { -readonly [F in FactName]?: Known<Facts[F]> };

export const FACT_NAMES = Object.keys(FACTS) as FactName[];
export const isFactName = (name: string): name is FactName => Object.hasOwn(FACTS, name);

/** What a bare number of a fact counts, where its unit is not in its name: the manifest's own unit, in which reports show it. */
export type ShownUnit = "h" | "GiB" | "USD";
const SHOWN = new Map<Reader<never>, ShownUnit>([
  [quantity.durationInHours as Reader<never>, "h"],
  [quantity.memory as Reader<never>, "GiB"],
  [quantity.money as Reader<never>, "USD"],
  [hourly as Reader<never>, "USD"],
]);
export const shownUnit = (name: string): ShownUnit | undefined =>
  isFactName(name) ? SHOWN.get(FACTS[name].read as unknown as Reader<never>) : undefined;
