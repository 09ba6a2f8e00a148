import { engineOf, habitsOf } from "../frameworks/frameworks.js";
import type { Habits, LossPath } from "../frameworks/profile.js";
import type { ResolvedJob } from "../model/estimate.js";
import { type Facts, type Get, valuesOf } from "../model/facts.js";
import { pretrains, trainsAdapters } from "../model/training.js";
import { countsOf, shapeOf } from "./architecture/of-job.js";
import { adapterParameters, type Counts, type Shape } from "./architecture/shape.js";
import { layout, sharding } from "./layout.js";
import { USUAL_LIMIT } from "./lengths.js";
import { unfrozenShare } from "./memory/frozen.js";
import { QUANTIZED_BYTES, type Quantization, quantizationOf } from "./memory/quantized.js";
import { type Preference, preferenceOf } from "./preference.js";
import { type Rollouts, rolloutsOf } from "./rollouts.js";

export type Checkpointing = "none" | "full" | "selective" | "selective_op" | "offload";

/** One job as numbers only: what every formula below reads. Units: bytes, tokens, sequences. */
export interface Setup {
  readonly shape: Shape;
  readonly counts: Counts;
  /** As published: frameworks with a head of their own hold more. */
  readonly parameters: number;
  /** False where only the number of parameters is known and the shape is a typical one. */
  readonly exact_shape: boolean;
  readonly framework: string;
  readonly habits: Habits;
  readonly trains: "full" | "adapters";
  /** Over a corpus: rows are packed, nothing is evaluated between. */
  readonly pretraining: boolean;
  /** Of all weights, those that get gradients: 1, or the unfrozen layers' share. */
  readonly trained_share: number;
  readonly quantization: Quantization | null;
  readonly quantized_bytes: number | null;
  readonly targets: "all-linear" | readonly string[];
  readonly rank: number;
  readonly adapter_parameters: number;
  readonly weight_bytes: number;
  readonly activation_bytes: number;
  readonly gradient_bytes: number;
  readonly master_weights: boolean;
  readonly optimizer: string;
  readonly sequence_length: number;
  readonly micro_batch_size: number;
  readonly accumulation: number;
  /** Declared data loader processes of one device. */
  readonly workers: number;
  /** Every micro batch has the same length. */
  readonly packed: boolean;
  readonly tensor: number;
  readonly pipeline: number;
  readonly virtual_pipeline: number;
  readonly context: number;
  readonly expert: number;
  readonly data: number;
  readonly sequence_parallel: boolean;
  readonly accelerators: number;
  readonly per_node: number;
  readonly nodes: number;
  /** ZeRO stage; FSDP is 3. */
  readonly stage: 0 | 1 | 2 | 3;
  readonly engine: "deepspeed" | "fsdp1" | "fsdp2" | "megatron" | "ddp";
  readonly shard_group: number;
  readonly offload: "none" | "optimizer" | "parameters" | "activations";
  readonly checkpointing: Checkpointing;
  readonly eager_attention: boolean;
  /** Declared, to a framework that is known to take FlashAttention's own package for it. */
  readonly flash_attention: boolean;
  readonly loss: LossPath;
  readonly fp8: boolean;
  /** Sequences of one example that pass through the policy, and frozen passes beside it (DPO: 2 and a reference). */
  readonly preference: Preference;
  /** What the policy samples to learn from; null where it learns from given data. */
  readonly rollouts: Rollouts | null;
}

const DTYPE_BYTES: Readonly<Record<string, number>> = { fp32: 4, tf32: 4, fp16: 2, bf16: 2, fp8: 2 };

/** Null where the model is unknown: everything else has a default, a derivation or a stated assumption by then. */
export function setupOf(job: ResolvedJob): Setup | null {
  const get = valuesOf(job.facts);
  const published = shapeOf(job.facts);
  if (!published) return null;
  const split = (["parallelism.tensor", "parallelism.pipeline", "parallelism.expert"] as const).some((name) => (get(name) ?? 1) > 1);
  const { name: framework, profile, known } = engineOf(get("training.framework"), split, get("resources.accelerator"));
  const method = get("training.method") ?? "full";
  const trains = trainsAdapters(method) ? "adapters" : "full";
  const pretraining = pretrains(get("training.objective"));
  const habits = habitsOf(profile, trains, get("training.precision"), pretraining ? (known ? "described" : "undescribed") : undefined);
  const numbers = precision(get, method);
  const model = habits.own_head ? { ...published, shape: { ...published.shape, tied: false } } : published;
  const shards = sharding(get, habits);
  // Liger Kernel patches norms, rotary embedding and activation together with the loss.
  const loss = lossOf(get("training.fused_loss"), habits.loss);
  return {
    shape: model.shape,
    counts: countsOf(model, get("model.active_parameters")),
    parameters: countsOf(published, get("model.active_parameters")).total,
    exact_shape: model.exact,
    framework,
    habits: {
      ...habits,
      kernels: loss === "fused" && habits.kernels === "eager" ? "fused" : habits.kernels,
      // PEFT leaves GPTQ's and AWQ's dtypes alone; FSDP and ZeRO-3 flatten weights of one dtype only.
      kbit_fp32: habits.kbit_fp32 && numbers.quantization !== null && numbers.quantization !== "gptq" && shards.stage < 3,
    },
    trains,
    pretraining,
    trained_share: unfrozenShare(method, get("training.trainable_parameters"), countsOf(model, get("model.active_parameters"))),
    ...adapters(get, model.shape, trains),
    ...numbers,
    ...batch(get, habits),
    workers: get("data.workers") ?? 0,
    ...layout(get),
    ...shards,
    checkpointing: checkpointingOf(get("training.gradient_checkpointing"), habits),
    eager_attention: get("training.attention") === "eager",
    flash_attention: known && get("training.attention") === "flash",
    loss,
    preference: preferenceOf(get, habits),
    rollouts: rolloutsOf(get, job, habits),
  };
}

function adapters(get: Get, shape: Shape, trains: "full" | "adapters") {
  const rank = get("training.lora.rank") ?? 8;
  const targets = get("training.lora.target_modules") ?? "all-linear";
  const counted = adapterParameters(shape, rank, targets);
  const said = trains === "adapters" ? get("training.trainable_parameters") : undefined;
  const usual = counted > 0 ? counted : adapterParameters(shape, rank, "all-linear");
  return {
    rank,
    targets: counted > 0 ? targets : ("all-linear" as const),
    adapter_parameters: trains === "adapters" ? (said ?? usual) : 0,
  };
}

function precision(get: Get, method: string) {
  const compute = get("training.precision") ?? "bf16";
  const weights = get("training.weights_dtype") ?? compute;
  const quantization = quantizationOf(get("training.quantization") ?? (method === "qlora" ? "nf4" : undefined));
  return {
    quantization,
    quantized_bytes: quantization ? QUANTIZED_BYTES[quantization] : null,
    weight_bytes: DTYPE_BYTES[weights] ?? 2,
    activation_bytes: DTYPE_BYTES[compute] ?? 2,
    gradient_bytes: DTYPE_BYTES[get("training.gradient_dtype") ?? weights] ?? 2,
    master_weights: get("training.master_weights") ?? false,
    optimizer: get("training.optimizer") ?? "adamw_torch",
    fp8: compute === "fp8",
  };
}

function batch(get: Get, { pipeline_splits_batch }: Habits) {
  const micro = get("training.micro_batch_size") ?? 1;
  const accumulation = get("training.gradient_accumulation_steps") ?? 1;
  const cut = pipeline_splits_batch && (get("parallelism.pipeline") ?? 1) > 1 ? micro : 1;
  return {
    sequence_length: get("training.sequence_length") ?? USUAL_LIMIT,
    micro_batch_size: micro / cut,
    accumulation: accumulation * cut,
    packed: get("training.packing") === true || pretrains(get("training.objective")),
  };
}

function checkpointingOf(said: Facts["training.gradient_checkpointing"] | undefined, { selective_per_operation }: Habits): Checkpointing {
  if (said === "selective" && selective_per_operation) return "selective_op";
  if (said === true) return "full";
  return said === false || said === undefined ? "none" : said;
}

/** Frameworks that compute the loss by chunks keep doing so; the others switch between full logits and a fused kernel. */
function lossOf(fused: boolean | undefined, usual: LossPath): LossPath {
  const chunks = usual === "chunked" || usual === "chunked_kept" || usual === "vocabulary_parallel";
  if (fused === undefined || (fused && chunks)) return usual;
  if (fused) return "fused";
  return usual === "fused" || usual === "chunked" ? "full_fp32" : usual;
}
