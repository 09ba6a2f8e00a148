import { GIB } from "../../model/units.js";
import { fragments, RESERVED } from "../memory/allocator.js";
import { evaluated, evaluationRows } from "../memory/evaluation.js";
import { besideAllocated } from "../memory/peak.js";
import { assumedSizes, memorySpread } from "../ranges.js";
import { heldByGenerator } from "../rollouts.js";
import { inGib, plus, times } from "./arithmetic.js";
import type { Line } from "./line.js";

/** What a device holds beside what is allocated, the range of it all, and what evaluation takes. */
export const DEVICE: readonly Line[] = [
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
];
