import { GIB } from "../../model/units.js";
import { FUSED_ROWS } from "../memory/logits.js";
import type { PARTS } from "../memory/peak.js";
import { QUANTIZED_BYTES } from "../memory/quantized.js";
import { inGib, plus } from "./arithmetic.js";
import { activations, buffers, gradients, loss, optimizer, weights } from "./held.js";
import type { Line, Working } from "./line.js";

type Part = (typeof PARTS)[number];
const part =
  (name: Part) =>
  ({ peak }: Working) =>
    peak ? peak.parts[name] / GIB : null;
const SHARDED = [
  "parallelism.strategy",
  "parallelism.tensor",
  "parallelism.pipeline",
  "parallelism.expert",
  "parallelism.offload",
] as const;
/** `nf4 0.563, … int8 1`. */
const QUANTIZED = Object.entries(QUANTIZED_BYTES)
  .map(([name, bytes]) => `${name} ${Number(bytes.toPrecision(3))}`)
  .join(", ");
const BATCH = ["training.micro_batch_size", "training.sequence_length", "parallelism.context"] as const;

/** What the fullest moment of a step is made of. */
export const MEMORY: readonly Line[] = [
  {
    id: "memory.weights",
    label: "weights",
    unit: "GiB",
    formula: `(parameters on the rank × bytes of one; quantized: matrices × bytes of one with its scales (${QUANTIZED}) + the rest × its bytes; + adapters) ÷ shard group, × copies: policy, value model, frozen references`,
    source: "ZeRO, arXiv 1910.02054; QLoRA, arXiv 2305.14314; LLM.int8(), arXiv 2208.07339; GPTQ, arXiv 2210.17323",
    inputs: ["training.weights_dtype", "training.quantization", "training.objective", ...SHARDED],
    value: part("weights"),
    numbers: (working) => inGib(weights(working)),
  },
  {
    id: "memory.gradients",
    label: "gradients",
    unit: "GiB",
    formula: "trainable on the rank ÷ shard group × bytes of a gradient; where they do not all live at the peak the head's alone, or none",
    source: "ZeRO, arXiv 1910.02054",
    inputs: ["training.gradient_dtype", "training.gradient_accumulation_steps", ...SHARDED],
    value: part("gradients"),
    numbers: (working) => inGib(gradients(working)),
  },
  {
    id: "memory.optimizer",
    label: "optimizer states",
    unit: "GiB",
    formula: "trainable on the rank ÷ shard group × (state bytes + 4 if master weights)",
    source: "ZeRO, arXiv 1910.02054; bitsandbytes block sizes",
    inputs: ["training.optimizer", "training.master_weights", ...SHARDED],
    value: part("optimizer"),
    numbers: (working) => inGib(optimizer(working)),
  },
  {
    id: "memory.activations",
    label: "activations",
    unit: "GiB",
    formula:
      "tokens on the rank × (embedding's output + layers × what each keeps: norms + attention + feed-forward + adapters, or its input where it is computed again, half as much again under adapters of a sharded base; + what is at work)",
    source: "arXiv 2205.05198, extended to gated MLPs and adapters",
    inputs: [...BATCH, "training.gradient_checkpointing", "training.attention", "training.torch_compile", "training.framework"],
    value: part("activations"),
    numbers: (working) => inGib(activations(working)),
  },
  {
    id: "memory.logits",
    label: "logits and loss",
    unit: "GiB",
    formula: `tokens on the rank × vocab_size × bytes of the loss path; fused: 6 × tokens × hidden_size + 6 × ${FUSED_ROWS} rows × vocab_size + the head's gradient`,
    source: "transformers loss functions; Liger Kernel, arXiv 2410.10989",
    inputs: [...BATCH, "training.fused_loss", "training.torch_compile", "training.framework"],
    value: part("logits"),
    numbers: (working) => inGib(loss(working)),
  },
  {
    id: "memory.buffers",
    label: "gathered layers, buckets, casts, temporaries",
    unit: "GiB",
    formula: "layers gathered, reduce buckets and half-precision copies, + a share of all parts that kernels hold beside them",
    source: "FSDP, arXiv 2304.11277; DeepSpeed configuration; docs/accuracy.md",
    inputs: ["training.precision", ...SHARDED],
    value: part("buffers"),
    numbers: (working) => inGib(buffers(working)),
  },
  {
    id: "memory.allocated",
    label: "peak allocated",
    unit: "GiB",
    formula:
      "weights + gradients + optimizer + activations + logits + buffers, at the fullest of loss, layer backward, optimizer step, load",
    source: "torch.cuda.max_memory_allocated",
    inputs: [],
    value: ({ peak }) => (peak ? peak.allocated / GIB : null),
    numbers: ({ peak }) => plus(...Object.values(peak?.parts ?? {}).map((bytes) => bytes / GIB)),
  },
];
