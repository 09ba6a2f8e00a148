import { GIB } from "../../model/units.js";
import { checkpointBytes, keptCheckpoints } from "../disk.js";
import { residualBytes } from "../memory/activations.js";
import { hostMemory } from "../memory/host.js";
import { keptActivations, microTokens, type PARTS } from "../memory/peak.js";
import { parametersOnRank } from "../memory/sharding.js";
import { heldByGenerator } from "../rollouts.js";
import type { Setup } from "../setup.js";
import { inGib, over, plus, times, type Written } from "./arithmetic.js";
import type { Line, Working } from "./line.js";

type Part = (typeof PARTS)[number];
const part =
  (name: Part) =>
  ({ peak }: Working) =>
    peak ? peak.parts[name] / GIB : null;
const held = ({ peak }: Working, name: Part) => peak?.parts[name] ?? 0;
const SHARDED = [
  "parallelism.strategy",
  "parallelism.tensor",
  "parallelism.pipeline",
  "parallelism.expert",
  "parallelism.offload",
] as const;
const BATCH = ["training.micro_batch_size", "training.sequence_length", "parallelism.context"] as const;

/** `count` things of as many bytes each as the whole says. */
const each = (bytes: number, count: number) => (count > 0 && bytes > 0 ? inGib(times(count, bytes / count)) : plus(0));

const trainable = (setup: Setup) =>
  setup.trains === "full" ? parametersOnRank(setup).total : setup.adapter_parameters / (setup.tensor * setup.pipeline);

function sharded(working: Working, name: Part, from: number): Written {
  const { setup } = working;
  const ranks = setup.stage >= from ? setup.shard_group : 1;
  const bytes = held(working, name);
  const count = name === "weights" ? parametersOnRank(setup).total : trainable(setup);
  return bytes === 0 ? plus(0) : inGib(over(times(count, (bytes * ranks) / count), ranks));
}

function activations(working: Working): Written {
  const { setup } = working;
  const bytes = held(working, "activations");
  if (bytes === 0) return plus(0);
  const tokens = microTokens(setup);
  const embedding = setup.shape.hidden_size * residualBytes(setup);
  const layers = setup.shape.num_hidden_layers;
  const kept = keptActivations(setup) / tokens;
  return inGib(times(tokens, plus(embedding, times(layers, (kept - embedding) / layers), bytes / tokens - kept)));
}

export const MEMORY: readonly Line[] = [
  {
    id: "memory.weights",
    label: "weights",
    unit: "GiB",
    formula: "parameters on the rank × bytes per parameter (frozen copies beside it included) ÷ shard group ÷ 2^30",
    source: "ZeRO, arXiv 1910.02054; QLoRA, arXiv 2305.14314",
    inputs: ["training.weights_dtype", "training.quantization", "training.objective", ...SHARDED],
    value: part("weights"),
    numbers: (working) => sharded(working, "weights", 3),
  },
  {
    id: "memory.gradients",
    label: "gradients",
    unit: "GiB",
    formula: "trainable on the rank × bytes per parameter ÷ shard group ÷ 2^30; less where they do not all live at the peak",
    source: "ZeRO, arXiv 1910.02054",
    inputs: ["training.gradient_dtype", "training.gradient_accumulation_steps", ...SHARDED],
    value: part("gradients"),
    numbers: (working) => sharded(working, "gradients", 2),
  },
  {
    id: "memory.optimizer",
    label: "optimizer states",
    unit: "GiB",
    formula: "trainable on the rank × (state bytes + 4 if master weights) ÷ shard group ÷ 2^30",
    source: "ZeRO, arXiv 1910.02054; bitsandbytes block sizes",
    inputs: ["training.optimizer", "training.master_weights", ...SHARDED],
    value: part("optimizer"),
    numbers: (working) => sharded(working, "optimizer", 1),
  },
  {
    id: "memory.activations",
    label: "activations",
    unit: "GiB",
    formula: "tokens on the rank × (embedding's output + layers × bytes kept per layer + bytes at work) ÷ 2^30",
    source: "arXiv 2205.05198, extended to gated MLPs and adapters",
    inputs: [...BATCH, "training.gradient_checkpointing", "training.attention"],
    value: part("activations"),
    numbers: activations,
  },
  {
    id: "memory.logits",
    label: "logits and loss",
    unit: "GiB",
    formula: "tokens on the rank × vocab_size × bytes of the loss path ÷ 2^30",
    source: "transformers loss functions; Liger Kernel, arXiv 2410.10989",
    inputs: [...BATCH, "training.fused_loss", "training.framework"],
    value: part("logits"),
    numbers: (working) => {
      const bytes = held(working, "logits");
      const [tokens, vocabulary] = [microTokens(working.setup), working.setup.shape.vocab_size];
      return bytes > 0 ? inGib(times(tokens, vocabulary, bytes / tokens / vocabulary)) : plus(0);
    },
  },
  {
    id: "memory.buffers",
    label: "gathered layers, buckets, casts, temporaries",
    unit: "GiB",
    formula:
      "(layers gathered + reduce buckets + half-precision copies + what kernels hold) ÷ 2^30, as so many bytes per parameter on the rank",
    source: "FSDP, arXiv 2304.11277; DeepSpeed configuration; docs/accuracy.md",
    inputs: ["training.precision", ...SHARDED],
    value: part("buffers"),
    numbers: (working) => each(held(working, "buffers"), parametersOnRank(working.setup).total),
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
    formula: "allocated × share of the caching allocator, and holes of logits of varying length",
    source: "torch.cuda.max_memory_reserved of published runs",
    inputs: ["training.framework", "training.packing"],
    value: ({ peak }) => (peak ? peak.reserved / GIB : null),
    numbers: ({ peak, setup }) => times((peak?.allocated ?? 0) / GIB, setup.habits.reserved),
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
      formula: `peak on the device × the ${end === "low" ? "tenth" : "ninetieth"} percentile of measured / estimated`,
      source: "residuals of published measurements, docs/accuracy.md",
      inputs: [],
      value: ({ estimate }) => (estimate.memory ? estimate.memory.peak[end] / GIB : null),
      numbers: ({ estimate: { memory } }) => {
        const { expected, [end]: at } = memory?.peak ?? { expected: 1, low: 1, high: 1 };
        return times(expected / GIB, at / expected);
      },
    }),
  ),
  {
    id: "memory.host",
    label: "host memory of a node",
    unit: "GiB",
    formula:
      "ranks of a node × (3 + 0.5 × declared data loader workers) + (the larger of the checkpoint once, and what is offloaded: 14 bytes × trainable (+ 2 × parameters) ÷ nodes, with the model gathered to be saved) ÷ 2^30",
    source: "ZeRO-Offload, arXiv 2101.06840; transformers from_pretrained; DeepSpeed stage3_gather_16bit_weights_on_model_save",
    inputs: ["resources.accelerators_per_node", "parallelism.offload", "training.weights_dtype", "data.workers"],
    value: ({ setup }) => hostMemory(setup).expected / GIB,
    numbers: ({ setup }) => {
      const processes = times(Math.min(setup.per_node, setup.accelerators), plus(3, 0.5 * setup.workers));
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
