import { GIB } from "../../model/units.js";
import { fragments, RESERVED, returnedLate } from "../memory/allocator.js";
import { evaluated, evaluationRows } from "../memory/evaluation.js";
import { besideAllocated, COLLECTIVES, type Peak } from "../memory/peak.js";
import { assumedSizes, memorySpread } from "../ranges.js";
import { heldByGenerator } from "../rollouts.js";
import type { Setup } from "../setup.js";
import { inGib, plus, power, times, type Written } from "./arithmetic.js";
import type { Line } from "./line.js";

function reservedNumbers(setup: Setup, { allocated, moments }: Peak): Written {
  const inUse = plus(times(allocated / GIB, RESERVED), fragments(setup, moments.loss) / GIB);
  const late = returnedLate(setup) / GIB;
  if (late === 0) return inUse;
  const stays = (moments.loss.weights + moments.loss.optimizer) / GIB;
  return plus(power(plus(power(inUse.value - stays, 2), power(late, 2)), 0.5), stays);
}

/** What a device holds beside what is allocated, the range of it all, and what evaluation takes. */
export const DEVICE: readonly Line[] = [
  {
    id: "memory.reserved",
    label: "peak reserved",
    unit: "GiB",
    formula:
      "allocated × share of the caching allocator + holes, a share of the logits that is larger between separate PyTorch operations than between fused ones; under DeepSpeed's ZeRO-3, and ZeRO-2 with offload, √(that less weights and optimizer states, squared + what returns late, squared: gathered weights, at most 12 GiB, or gradients) + weights and optimizer states",
    source: "torch.cuda.max_memory_reserved of published runs",
    inputs: ["training.framework", "training.packing", "parallelism.strategy"],
    value: ({ peak }) => (peak ? peak.reserved / GIB : null),
    numbers: ({ peak, setup }) => (peak ? reservedNumbers(setup, peak) : plus()),
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
      const collectives = setup.accelerators > 1 ? COLLECTIVES / GIB : 0;
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
          ? "peak at the longest row that the data need have, where rows are padded, and with checkpointing where nobody says, × the tenth percentile of measured / estimated"
          : "peak on the device, and without checkpointing where nobody says, × the ninetieth percentile of measured / estimated",
      source: "residuals of published measurements, docs/accuracy.md",
      inputs: end === "low" ? ["data.tokens_per_example", "training.packing"] : [],
      value: ({ estimate }) => (estimate.memory ? estimate.memory.peak[end] / GIB : null),
      numbers: ({ ends, setup, job }) => times((end === "low" ? ends.least : ends.most) / GIB, memorySpread(setup, assumedSizes(job))[end]),
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
