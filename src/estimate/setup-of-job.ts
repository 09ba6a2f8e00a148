import { engineOf, habitsOf } from "../frameworks/frameworks.js";
import type { Habits, LossPath } from "../frameworks/profile.js";
import type { ResolvedJob } from "../model/estimate.js";
import { type Facts, type Get, valuesOf } from "../model/facts.js";
import { pretrains, trainsAdapters } from "../model/training.js";
import { countsOf, shapeOf } from "./architecture/of-job.js";
import { adapterParameters, type Shape } from "./architecture/shape.js";
import { cutsLayers, layout, sharding } from "./layout.js";
import { USUAL_LIMIT } from "./lengths.js";
import { unfrozenShare } from "./memory/frozen.js";
import { QUANTIZED_BYTES, quantizationOf } from "./memory/quantized.js";
import { preferenceOf } from "./preference.js";
import { rolloutsOf } from "./rollouts.js";
import type { Checkpointing, Setup } from "./setup.js";

/** Bytes of one number in each format that a manifest may name; fp8 is computed from 16 bits. */
const DTYPE_BYTES: Readonly<Record<string, number>> = { fp32: 4, tf32: 4, fp16: 2, bf16: 2, fp8: 2 };

/** Null where the model is unknown: everything else has a default, a derivation or a stated assumption by then. */
export function setupOf(job: ResolvedJob): Setup | null {
  const get = valuesOf(job.facts);
  const published = shapeOf(job.facts);
  if (!published) return null;
  const { name: framework, profile, known } = engineOf(get("training.framework"), cutsLayers(get), get("resources.accelerator"));
  const method = get("training.method") ?? "full";
  const trains = trainsAdapters(method) ? "adapters" : "full";
  const pretraining = pretrains(get("training.objective"));
  const usual = habitsOf(profile, trains, get("training.precision"), pretraining ? (known ? "described" : "undescribed") : undefined);
  const habits = compiled(usual, get("training.torch_compile"));
  const numbers = precision(get, method);
  const model = habits.own_head ? { ...published, shape: { ...published.shape, tied: false } } : published;
  const active = get("model.active_parameters");
  const counts = countsOf(model, active);
  const shards = sharding(get, habits);
  const loss = lossOf(get("training.fused_loss"), habits.loss);
  return {
    shape: model.shape,
    counts,
    parameters: countsOf(published, active).total,
    exact_shape: model.exact,
    framework,
    habits: {
      ...habits,
      // Liger Kernel patches norms, rotary embedding and activation together with the loss; torch.compile leaves its kernels as they are.
      kernels: loss === "fused" && usual.kernels === "eager" ? "fused" : habits.kernels,
      // PEFT leaves GPTQ's and AWQ's dtypes alone; FSDP and ZeRO-3 flatten weights of one dtype only.
      kbit_fp32: habits.kbit_fp32 && numbers.quantization !== null && numbers.quantization !== "gptq" && shards.stage < 3,
    },
    trains,
    pretraining,
    trained_share: unfrozenShare(method, get("training.trainable_parameters"), counts),
    ...adapters(get, model.shape, trains),
    ...numbers,
    ...batch(get, habits),
    workers: get("data.workers") ?? 0,
    ...layout(get),
    ...shards,
    checkpointing: checkpointingOf(get("training.gradient_checkpointing"), habits),
    eager_attention: isEager(job),
    flash_attention: known && get("training.attention") === "flash",
    loss,
    preference: preferenceOf(get, habits),
    rollouts: rolloutsOf(get, job, habits),
  };
}

/** Where `torch_compile` says otherwise than the framework's habit. The model's own loss is compiled with it; chunks and fused ones stay what they are. */
function compiled(habits: Habits, said: boolean | undefined): Habits {
  const { kernels, loss } = habits;
  const own = loss === "full_fp32" || loss === "kept_fp32";
  if (said === true && kernels === "eager") return { ...habits, kernels: "compiled", loss: own ? "compiled" : loss };
  if (said !== false || kernels !== "compiled") return habits;
  return { ...habits, kernels: "eager", loss: loss === "compiled" || loss === "compiled_loss" ? "full_fp32" : loss };
}

/** The fused kernels behind `sdpa` take bf16 on Ampere and later; on older cards they give way to separate operations (PyTorch aten sdp_utils.cpp). */
function isEager({ facts, accelerator }: ResolvedJob): boolean {
  const [attention, precision] = [facts["training.attention"]?.value, facts["training.precision"]];
  if (attention !== "sdpa") return attention === "eager";
  return precision?.value === "bf16" && precision.kind === "declared" && accelerator?.bf16_tflops === null;
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
