import { LONGEST_OF } from "../lengths.js";
import { microTokens } from "../memory/peak.js";
import { attentionForward, tokenFlops } from "../time/flops.js";
import { launchTime } from "../time/launch.js";
import { optimizerBytes } from "../time/step.js";
import { over, plus, power, times, type Written } from "./arithmetic.js";
import type { Line, Working } from "./line.js";

const BATCH = ["training.micro_batch_size", "training.sequence_length", "data.tokens_per_example"] as const;
const LAYOUT = ["parallelism.strategy", "parallelism.tensor", "parallelism.pipeline", "parallelism.context"] as const;
const CARD = ["resources.accelerator", "training.precision"] as const;

const split = ({ setup }: Working) => setup.tensor * setup.pipeline * setup.context;
const tokens = ({ setup }: Working) => microTokens(setup) * setup.context;

/** FLOPs on one rank over peak × share: the share is what the engine reached. */
function kernels(working: Working, flops: number, seconds: number, peak: number): Written {
  const onRank = (flops * tokens(working)) / split(working);
  if (seconds === 0) return plus(0);
  return over(over(times(flops, tokens(working)), split(working)), times(peak, onRank / seconds / peak));
}

function modelFlops({ setup }: Working): Written {
  const { multiplied } = setup.counts;
  const attention = attentionForward(setup);
  const passes = setup.preference.reference_passes;
  const own = setup.trains === "full" ? times(6, multiplied) : plus(times(4, multiplied), times(6, setup.adapter_parameters));
  const reference = passes > 0 ? times(passes, plus(times(2, multiplied), attention)) : plus(0);
  return plus(own, times(3, attention), reference);
}

export const TIME: readonly Line[] = [
  {
    id: "time.row",
    label: "tokens of a row, where rows are examples",
    unit: "tokens",
    formula:
      "mean tokens of an example × (examples of a micro batch)^0.4 for the longest among them; at most the limit, and always that where XLA compiles for it",
    source: "src/estimate/lengths.ts: lengths as spread as those of instruction data",
    inputs: ["data.tokens_per_example", "training.micro_batch_size", "training.sequence_length", "training.packing"],
    value: ({ work }) => work?.row ?? null,
    numbers: ({ work, setup }) => {
      if (setup.habits.pads_to_limit) return plus(work?.row ?? 0);
      const padding = power(setup.micro_batch_size, LONGEST_OF);
      return times((work?.row ?? 0) / padding.value, padding);
    },
  },
  {
    id: "time.flops.attention",
    label: "attention of a token, forward",
    unit: "FLOP",
    formula: "2 × (width of QKᵀ + width of V) × layers × visible tokens ÷ 2 where causal",
    source: "arXiv 2001.08361 section 2.1, causal",
    inputs: ["model.id", "training.sequence_length"],
    value: ({ setup }) => attentionForward(setup),
    numbers: ({ setup }) => {
      const { shape } = setup;
      const causal = shape.family.causal ? 2 : 1;
      const width = 2 * (shape.qk_dim + shape.v_dim) * shape.num_hidden_layers;
      const seen = (attentionForward(setup) * causal) / width;
      return over(times(2, plus(shape.qk_dim, shape.v_dim), shape.num_hidden_layers, seen), causal);
    },
  },
  {
    id: "time.flops",
    label: "model FLOPs of a token",
    unit: "FLOP",
    formula: "6 × multiplied (adapters: 4 × multiplied + 6 × adapters) + 3 × attention, and forward passes of frozen copies",
    source: "arXiv 2001.08361; arXiv 2106.09685",
    inputs: ["training.method", "training.objective"],
    value: ({ step }) => step?.model_flops_per_token ?? null,
    numbers: modelFlops,
  },
  {
    id: "time.flops.hardware",
    label: "FLOPs of a token with what is computed twice",
    unit: "FLOP",
    formula:
      "model FLOPs + what the attention kernel does beside (FlashAttention: ½ attention; eager: the masked half) + what checkpointing computes again",
    source: "FlashAttention-2, arXiv 2307.08691 section 3.1; arXiv 2205.05198",
    inputs: ["training.gradient_checkpointing"],
    value: ({ step, setup }) => (step ? tokenFlops(setup).hardware : null),
    numbers: ({ setup }) => {
      const { model, hardware } = tokenFlops(setup);
      const beside =
        (setup.eager_attention && setup.shape.family.causal ? 3 + setup.preference.reference_passes : 0.5) * attentionForward(setup);
      return plus(model, beside, hardware - model - beside);
    },
  },
  {
    id: "time.matmul",
    label: "matrix products of a micro batch",
    unit: "s",
    formula: "(hardware − attention FLOPs) × tokens ÷ model-parallel ranks ÷ (peak × share reached)",
    source: "share reached: published throughputs by card and shape, src/estimate/time/devices.ts and products.ts",
    inputs: [...CARD, ...BATCH, ...LAYOUT],
    value: ({ step }) => step?.matmul ?? null,
    numbers: (working) => {
      const { hardware, attention } = tokenFlops(working.setup);
      return kernels(working, hardware - attention, working.step?.matmul ?? 0, working.device?.peak ?? 1);
    },
  },
  {
    id: "time.attention",
    label: "attention of a micro batch",
    unit: "s",
    formula:
      "attention FLOPs × tokens ÷ model-parallel ranks ÷ (peak × share reached by the rank that has most; FlashAttention-2: 335 TFLOP/s at most)",
    source: "FlashAttention-2, arXiv 2307.08691; src/estimate/time/devices.ts",
    inputs: [...CARD, ...BATCH, ...LAYOUT],
    value: ({ step }) => step?.attention ?? null,
    numbers: (working) =>
      kernels(working, tokenFlops(working.setup).attention, working.step?.attention ?? 0, working.device?.attention_peak ?? 1),
  },
  {
    id: "time.elementwise",
    label: "elementwise and loss traffic",
    unit: "s",
    formula: "tokens × bytes moved per token ÷ model-parallel ranks ÷ bandwidth",
    source: "roofline, 10.1145/1498765.1498785; src/estimate/time/traffic.ts",
    inputs: ["resources.accelerator", ...BATCH, "training.fused_loss", "training.framework"],
    value: ({ step }) => step?.elementwise ?? null,
    numbers: (working) => {
      const [bandwidth, seconds] = [working.device?.bandwidth ?? 1, working.step?.elementwise ?? 0];
      return over(times(tokens(working), (seconds * bandwidth * split(working)) / tokens(working)), split(working), bandwidth);
    },
  },
  {
    id: "time.dequantize",
    label: "unpacking quantized weights",
    unit: "s",
    formula: "quantized parameters × bytes moved in all passes ÷ model-parallel ranks ÷ bandwidth",
    source: "9 bytes per parameter and pass by bitsandbytes' kernels, 22 by GPTQ's PyTorch operations",
    inputs: ["training.quantization"],
    value: ({ step }) => step?.dequantize || null,
    numbers: (working) => {
      const parameters = working.setup.counts.linear + working.setup.counts.expert;
      const [bandwidth, seconds] = [working.device?.bandwidth ?? 1, working.step?.dequantize ?? 0];
      return over(times(parameters, (seconds * bandwidth * split(working)) / parameters), split(working), bandwidth);
    },
  },
  {
    id: "time.launch",
    label: "launching kernels on the host",
    unit: "s",
    formula:
      "layers on the rank × host time of a layer + the same of its experts, grouped or one after the other + visits of ZeRO-3's hooks × host time of one",
    source: "1.5 ms a layer on an A100 host: the floor of published small-model runs; src/estimate/time/launch.ts",
    inputs: [
      "training.framework",
      "training.gradient_checkpointing",
      "training.method",
      "training.quantization",
      "training.lora.target_modules",
      "parallelism.pipeline",
      "parallelism.strategy",
    ],
    value: ({ step }) => step?.launch ?? null,
    numbers: ({ setup, device }) => {
      if (!device) return plus(0);
      const { blocks, experts, visits, hook } = launchTime(setup, device);
      const layers = setup.shape.num_hidden_layers / setup.pipeline;
      const parts = [times(layers, blocks / layers)];
      if (experts > 0) parts.push(times(layers, experts / layers));
      if (visits > 0) parts.push(times(visits, hook));
      return plus(...parts);
    },
  },
  {
    id: "time.exchange",
    label: "exchange that shows, per micro batch",
    unit: "s",
    formula:
      "bytes ÷ group bandwidth − what computation hides (under DeepSpeed and over PCIe: a waiting host only) + 20 µs a rank and tensor-parallel all-reduce that shows",
    source: "ZeRO, arXiv 1910.02054; Megatron-LM, arXiv 1909.08053; GShard, arXiv 2006.16668",
    inputs: [...LAYOUT, "parallelism.offload", "resources.accelerator", "resources.nodes"],
    value: ({ step }) => step?.exchange || null,
    numbers: ({ step }) => plus(step?.exchange ?? 0),
  },
  {
    id: "time.micro",
    label: "micro batch in all",
    unit: "s",
    formula:
      "((matmul + attention + elementwise + unpacking)^4 + launch^4)^0.25 × gradient buckets of ZeRO-1 and ZeRO-2 × slowest rank + exchange: the slower of device and host decides; the slowest of N ranks is √(2 ln N) × 2.5 % behind (3.5 % where every layer waits)",
    source: "sum of the above",
    inputs: [],
    value: ({ step }) => step?.micro ?? null,
    numbers: ({ step }) => {
      if (!step) return plus(0);
      const device = plus(step.matmul, step.attention, step.elementwise, step.dequantize);
      const both = power(plus(power(device, 4), power(step.launch, 4)), 0.25);
      const hooks = (step.micro - step.exchange) / both.value;
      return plus(Math.abs(hooks - 1) < 1e-9 ? both : times(both, hooks), step.exchange);
    },
  },
  {
    id: "time.synchronise",
    label: "gradient reduction per step",
    unit: "s",
    formula:
      "(scattered once, under ZeRO-2 in every micro batch, and gathered once) × 2 bytes × trainable ÷ group bandwidth − hidden + 2.3 ms a rank where each broadcasts its update",
    source: "ring all-reduce; ZeRO, arXiv 1910.02054 section 7",
    inputs: [...LAYOUT, "training.gradient_accumulation_steps"],
    value: ({ step }) => step?.synchronise || null,
    numbers: ({ step }) => plus(step?.synchronise ?? 0),
  },
  {
    id: "time.optimizer",
    label: "optimizer step",
    unit: "s",
    formula:
      "(2 × (weight + states) + 4 × gradient) bytes × parameters on the rank ÷ (0.8 × bandwidth) + 2 ms; on the host 0.8 billion parameters a second and rank (DeepSpeed: 1 billion a second and node)",
    source: "what a fused optimizer and clipping read and write",
    inputs: ["training.optimizer", "parallelism.offload", "parallelism.strategy"],
    value: ({ step }) => step?.optimizer ?? null,
    numbers: ({ setup, step, device }) => {
      const trained = setup.trains === "full" ? setup.counts.total : setup.adapter_parameters;
      if (setup.offload === "optimizer" || setup.offload === "parameters") return plus(step?.optimizer ?? 0);
      const own = over(trained, setup.tensor * setup.pipeline, setup.stage >= 1 ? setup.shard_group : 1);
      return plus(over(times(optimizerBytes(setup), own), times(0.8, device?.bandwidth ?? 1)), 0.002);
    },
  },
  {
    id: "time.bubble",
    label: "pipeline bubble",
    unit: "share",
    formula: "(stages − 1) ÷ (chunks × micro batches)",
    source: "arXiv 2104.04473 section 2.2",
    inputs: ["parallelism.pipeline", "parallelism.virtual_pipeline", "training.gradient_accumulation_steps"],
    value: ({ step }) => step?.bubble || null,
    numbers: ({ setup }) => over(setup.pipeline - 1, times(setup.virtual_pipeline, setup.accumulation)),
  },
  {
    id: "time.step",
    label: "optimizer step in all",
    unit: "s",
    formula: "micro batch × accumulation × (1 + bubble) + reduction + optimizer",
    source: "sum of the above",
    inputs: ["training.gradient_accumulation_steps"],
    value: ({ step }) => step?.step ?? null,
    numbers: ({ setup, step }) =>
      step ? plus(times(step.micro, setup.accumulation, plus(1, step.bubble)), step.synchronise, step.optimizer) : plus(0),
  },
  {
    id: "time.rate",
    label: "tokens per second of all accelerators",
    unit: "tokens/s",
    formula: "sequences × tokens × data-parallel ranks × accumulation ÷ seconds of a step",
    source: "the config's assumptions.mfu where it is set",
    inputs: [...BATCH, "training.gradient_accumulation_steps"],
    value: ({ estimate }) => estimate.tokens_per_second,
    numbers: (working) => {
      const { setup, step, job, device, estimate } = working;
      if (job.mfu !== null && device && step) return over(times(job.mfu, device.peak, setup.accelerators), step.model_flops_per_token);
      return over(times(tokens(working), setup.data, setup.accumulation), step?.step ?? estimate.tokens_per_second ?? 1);
    },
  },
];
