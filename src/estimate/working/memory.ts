import { GIB } from "../../model/units.js";
import { checkpointBytes, keptCheckpoints } from "../disk.js";
import { fragments, RESERVED } from "../memory/allocator.js";
import { evaluated, evaluationRows } from "../memory/evaluation.js";
import { hostMemory, WORKER } from "../memory/host.js";
import { besideAllocated, type PARTS } from "../memory/peak.js";
import { QUANTIZED_BYTES } from "../memory/quantized.js";
import { assumedSizes, memorySpread } from "../ranges.js";
import { heldByGenerator } from "../rollouts.js";
import { inGib, plus, times } from "./arithmetic.js";
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
    inputs: [...BATCH, "training.gradient_checkpointing", "training.attention"],
    value: part("activations"),
    numbers: (working) => inGib(activations(working)),
  },
  {
    id: "memory.logits",
    label: "logits and loss",
    unit: "GiB",
    formula:
      "tokens on the rank × vocab_size × bytes of the loss path; fused: 6 × tokens × hidden_size + 6 × 1,024 rows × vocab_size + the head's gradient",
    source: "transformers loss functions; Liger Kernel, arXiv 2410.10989",
    inputs: [...BATCH, "training.fused_loss", "training.framework"],
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
  {
    id: "memory.reserved",
    label: "peak reserved",
    unit: "GiB",
    formula:
      "allocated × share of the caching allocator + holes, a share of the logits that is larger between separate PyTorch operations than between fused ones",
    source: "torch.cuda.max_memory_reserved of published runs",
    inputs: ["training.framework", "training.packing"],
    value: ({ peak }) => (peak ? peak.reserved / GIB : null),
    numbers: ({ peak, setup }) => plus(times((peak?.allocated ?? 0) / GIB, RESERVED), peak ? fragments(setup, peak.moments.loss) / GIB : 0),
  },
  {
    id: "memory.device",
    label: "peak on the device",
    unit: "GiB",
    formula: "reserved + CUDA context + collectives where there are several devices + what a sampling engine keeps",
    source: "nvidia-smi readings of published runs: 0.47 to 0.92 GiB, about 1 GiB for NCCL",
    inputs: ["resources.accelerators_per_node", "resources.nodes"],
    value: ({ peak }) => (peak ? peak.device / GIB : null),
    numbers: ({ peak, setup }) => {
      const beside = ((peak?.device ?? 0) - (peak?.reserved ?? 0)) / GIB;
      const collectives = setup.accelerators > 1 ? 1 : 0;
      const generator = heldByGenerator(setup.rollouts) / GIB;
      return plus((peak?.reserved ?? 0) / GIB, beside - collectives - generator, collectives, generator);
    },
  },
  ...(["low", "high"] as const).map(
    (end): Line => ({
      id: `memory.${end}`,
      label: `peak on the device, ${end} end`,
      unit: "GiB",
      formula:
        end === "low"
          ? "peak at the longest row that the data need have, where rows are padded, × the tenth percentile of measured / estimated"
          : "peak on the device × the ninetieth percentile of measured / estimated",
      source: "residuals of published measurements, docs/accuracy.md",
      inputs: end === "low" ? ["data.tokens_per_example", "training.packing"] : [],
      value: ({ estimate }) => (estimate.memory ? estimate.memory.peak[end] / GIB : null),
      numbers: ({ estimate: { memory }, shortest, setup, job }) => {
        const peak = end === "low" ? shortest : (memory?.peak.expected ?? 0);
        return times(peak / GIB, memorySpread(setup, assumedSizes(job))[end]);
      },
    }),
  ),
  {
    id: "memory.evaluation",
    label: "peak on the device while it evaluates",
    unit: "GiB",
    formula:
      "(weights and optimizer states + gathered layers + tokens of all rows × bytes of a token's logits without gradients) × share of the caching allocator + CUDA context, collectives",
    source: "transformers loss_utils.py; accelerate convert_outputs_to_fp32; Liger Kernel keeps logits in eval mode",
    inputs: ["training.eval_strategy", "training.per_device_eval_batch_size", "training.sequence_length"],
    value: ({ estimate }) => (estimate.evaluation ? estimate.evaluation.expected / GIB : null),
    numbers: ({ job, setup }) => {
      const { stays, gathered, tokens, bytes_of_token } = evaluated(setup, evaluationRows(job, setup) ?? 0, setup.sequence_length);
      return plus(inGib(times(plus(stays, gathered, times(tokens, bytes_of_token)), RESERVED)), besideAllocated(setup) / GIB);
    },
  },
  {
    id: "memory.host",
    label: "host memory of a node",
    unit: "GiB",
    formula: `ranks of a node × (3 + ${WORKER / GIB} × declared data loader workers) + (the larger of the checkpoint once, and what is offloaded: 14 bytes × trainable (+ 2 × parameters) ÷ nodes, with the model gathered to be saved) ÷ 2^30`,
    source: "ZeRO-Offload, arXiv 2101.06840; transformers from_pretrained; DeepSpeed stage3_gather_16bit_weights_on_model_save",
    inputs: ["resources.accelerators_per_node", "parallelism.offload", "training.weights_dtype", "data.workers"],
    value: ({ setup }) => hostMemory(setup).expected / GIB,
    numbers: ({ setup }) => {
      const processes = times(Math.min(setup.per_node, setup.accelerators), plus(3, (WORKER / GIB) * setup.workers));
      return plus(processes, inGib(hostMemory(setup).expected - processes.value * GIB));
    },
  },
  {
    id: "disk.checkpoints",
    label: "checkpoints on disk",
    unit: "GiB",
    formula: "checkpoints that stay × (weights + optimizer states) ÷ 2^30; of adapters only theirs",
    source: "transformers save_steps, save_total_limit",
    inputs: ["training.save_steps", "training.save_total_limit", "training.max_steps"],
    value: ({ estimate }) => (estimate.disk ? estimate.disk.expected / GIB : null),
    numbers: ({ job: { facts }, setup, work }) => {
      const kept = keptCheckpoints(facts["training.save_steps"]?.value, facts["training.save_total_limit"]?.value, work?.steps ?? null);
      const { weights, optimizer } = checkpointBytes(setup);
      return inGib(times(kept ?? 0, plus(weights, optimizer)));
    },
  },
];
