import type { ResolvedJob, Term } from "../model/estimate.js";
import { GIB } from "../model/units.js";
import { hostMemory } from "./memory/host.js";
import type { PARTS, Peak } from "./memory/peak.js";
import type { Setup } from "./setup.js";
import type { Device } from "./time/devices.js";
import type { Step } from "./time/step.js";
import type { Work } from "./work.js";

export interface Working {
  readonly job: ResolvedJob;
  readonly setup: Setup;
  readonly peak: Peak | null;
  readonly step: Step | null;
  readonly device: Device | null;
  readonly work: Work | null;
}

interface Line {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly formula: string;
  readonly source: string;
  value(working: Working): number | null;
}

const inGib =
  (part: (typeof PARTS)[number]) =>
  ({ peak }: Working) =>
    peak ? peak.parts[part] / GIB : null;

/** Every number of the working: the table behind `traincost explain` and `docs/how-it-estimates.md`. */
export const LINES: readonly Line[] = [
  {
    id: "parameters.total",
    label: "parameters",
    unit: "parameters",
    formula: "embedding + head + layers × (attention + mlp + norms) + last norm",
    source: "config.json shapes, modeling code of transformers",
    value: ({ setup }) => setup.counts.total,
  },
  {
    id: "parameters.multiplied",
    label: "parameters each token is multiplied with",
    unit: "parameters",
    formula: "block matrices + active experts + router + vocab_size × hidden_size",
    source: "arXiv 2001.08361 section 2.1, head included",
    value: ({ setup }) => setup.counts.multiplied,
  },
  {
    id: "parameters.adapters",
    label: "adapter parameters",
    unit: "parameters",
    formula: "Σ rank × (in + out) over target_modules",
    source: "LoRA, arXiv 2106.09685",
    value: ({ setup }) => (setup.trains === "full" ? null : setup.adapter_parameters),
  },
  {
    id: "memory.weights",
    label: "weights",
    unit: "GiB",
    formula: "parameters on the rank × bytes per weight ÷ shard group",
    source: "ZeRO, arXiv 1910.02054; QLoRA, arXiv 2305.14314",
    value: inGib("weights"),
  },
  {
    id: "memory.gradients",
    label: "gradients",
    unit: "GiB",
    formula: "trainable × bytes per gradient ÷ shard group; 0 where they do not live at the peak",
    source: "ZeRO, arXiv 1910.02054",
    value: inGib("gradients"),
  },
  {
    id: "memory.optimizer",
    label: "optimizer states",
    unit: "GiB",
    formula: "trainable × (state bytes + 4 if master weights) ÷ shard group",
    source: "ZeRO, arXiv 1910.02054; bitsandbytes block sizes",
    value: inGib("optimizer"),
  },
  {
    id: "memory.activations",
    label: "activations",
    unit: "GiB",
    formula: "tokens × layers × bytes kept per token and layer, and the layer at work",
    source: "arXiv 2205.05198, extended to gated MLPs and adapters",
    value: inGib("activations"),
  },
  {
    id: "memory.logits",
    label: "logits and loss",
    unit: "GiB",
    formula: "tokens × vocab_size × bytes of the loss path",
    source: "transformers loss functions; Liger Kernel, arXiv 2410.10989",
    value: inGib("logits"),
  },
  {
    id: "memory.buffers",
    label: "gathered layers, buckets, casts",
    unit: "GiB",
    formula: "layers gathered × bytes + reduce buckets + half-precision copies",
    source: "FSDP, arXiv 2304.11277; DeepSpeed configuration",
    value: inGib("buffers"),
  },
  {
    id: "memory.allocated",
    label: "peak allocated",
    unit: "GiB",
    formula: "max over loss, layer backward, optimizer step",
    source: "torch.cuda.max_memory_allocated",
    value: ({ peak }) => (peak ? peak.allocated / GIB : null),
  },
  {
    id: "memory.reserved",
    label: "peak reserved",
    unit: "GiB",
    formula: "allocated × allocator's share",
    source: "torch.cuda.max_memory_reserved",
    value: ({ peak }) => (peak ? peak.reserved / GIB : null),
  },
  {
    id: "memory.device",
    label: "peak on the device",
    unit: "GiB",
    formula: "reserved + CUDA context 0.55 + 1.0 with collectives",
    source: "nvidia-smi readings of published runs",
    value: ({ peak }) => (peak ? peak.device / GIB : null),
  },
  {
    id: "memory.host",
    label: "host memory of a node",
    unit: "GiB",
    formula: "ranks × 3 + max(checkpoint once, offloaded: 14 bytes × trainable (+ 2 × parameters) ÷ nodes)",
    source: "ZeRO-Offload, arXiv 2101.06840; transformers from_pretrained",
    value: ({ setup }) => hostMemory(setup).expected / GIB,
  },
  {
    id: "time.flops",
    label: "model FLOPs of a token",
    unit: "FLOP",
    formula: "6 × multiplied (adapters: 4 ×) + 3 × attention",
    source: "arXiv 2001.08361; FlashAttention-2, arXiv 2307.08691",
    value: ({ step }) => step?.model_flops_per_token ?? null,
  },
  {
    id: "time.matmul",
    label: "matrix products of a micro batch",
    unit: "s",
    formula: "FLOPs ÷ (peak × share reached)",
    source: "published throughputs by card",
    value: ({ step }) => step?.matmul ?? null,
  },
  {
    id: "time.attention",
    label: "attention of a micro batch",
    unit: "s",
    formula: "attention FLOPs × 3.5 ÷ (peak × share reached)",
    source: "FlashAttention-2, arXiv 2307.08691",
    value: ({ step }) => step?.attention ?? null,
  },
  {
    id: "time.elementwise",
    label: "elementwise and loss traffic",
    unit: "s",
    formula: "bytes moved ÷ (0.78 × bandwidth)",
    source: "roofline, 10.1145/1498765.1498785",
    value: ({ step }) => step?.elementwise ?? null,
  },
  {
    id: "time.dequantize",
    label: "unpacking quantized weights",
    unit: "s",
    formula: "passes × parameters × 9 bytes ÷ bandwidth",
    source: "bitsandbytes kernels",
    value: ({ step }) => step?.dequantize ?? null,
  },
  {
    id: "time.launch",
    label: "launching kernels on the host",
    unit: "s",
    formula: "layers × 1.5 ms × share by implementation",
    source: "floor seen in published small-model runs",
    value: ({ step }) => step?.launch ?? null,
  },
  {
    id: "time.exchange",
    label: "exchange that shows, per micro batch",
    unit: "s",
    formula: "bytes ÷ group bandwidth − what computation hides",
    source: "ZeRO, arXiv 1910.02054; Megatron-LM, arXiv 1909.08053",
    value: ({ step }) => step?.exchange ?? null,
  },
  {
    id: "time.synchronise",
    label: "gradient reduction per step",
    unit: "s",
    formula: "2 × 2 bytes × trainable ÷ group bandwidth − hidden",
    source: "ring all-reduce",
    value: ({ step }) => step?.synchronise ?? null,
  },
  {
    id: "time.optimizer",
    label: "optimizer step",
    unit: "s",
    formula: "40 bytes × parameters on the rank ÷ bandwidth",
    source: "Adam reads and writes",
    value: ({ step }) => step?.optimizer ?? null,
  },
  {
    id: "time.bubble",
    label: "pipeline bubble",
    unit: "share",
    formula: "(stages − 1) ÷ (chunks × micro batches)",
    source: "arXiv 2104.04473",
    value: ({ step }) => step?.bubble ?? null,
  },
  {
    id: "time.step",
    label: "optimizer step in all",
    unit: "s",
    formula: "micro batch × accumulation × (1 + bubble) + reduction + optimizer",
    source: "sum of the above",
    value: ({ step }) => step?.step ?? null,
  },
  {
    id: "work.tokens",
    label: "tokens processed",
    unit: "tokens",
    formula: "tokens, else steps × batch, else epochs × data",
    source: "manifest",
    value: ({ work }) => work?.processed.expected ?? null,
  },
  {
    id: "work.steps",
    label: "optimizer steps",
    unit: "steps",
    formula: "tokens ÷ tokens per step",
    source: "manifest",
    value: ({ work }) => work?.steps ?? null,
  },
];

export const termsOf = (working: Working): readonly Term[] =>
  LINES.flatMap(({ value, ...line }) => {
    const found = value(working);
    return found === null ? [] : [{ ...line, value: found }];
  });
