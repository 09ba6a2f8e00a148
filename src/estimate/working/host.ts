import { GIB } from "../../model/units.js";
import { checkpointBytes, keptCheckpoints } from "../disk.js";
import { hostMemory, PROCESS, WORKER } from "../memory/host.js";
import { inGib, plus, times } from "./arithmetic.js";
import type { Line } from "./line.js";

/** What a job takes beside its devices. */
export const HOST: readonly Line[] = [
  {
    id: "memory.host",
    label: "host memory of a node",
    unit: "GiB",
    formula: `ranks of a node × (${PROCESS.expected / GIB} + ${WORKER / GIB} × declared data loader workers) + (the larger of the checkpoint once, and what is offloaded: 14 bytes × trainable (+ 2 × parameters) ÷ nodes, with the model gathered to be saved) ÷ 2^30`,
    source: "ZeRO-Offload, arXiv 2101.06840; transformers from_pretrained; DeepSpeed stage3_gather_16bit_weights_on_model_save",
    inputs: ["resources.accelerators_per_node", "parallelism.offload", "training.weights_dtype", "data.workers"],
    value: ({ setup }) => hostMemory(setup).expected / GIB,
    numbers: ({ setup }) => {
      const processes = times(Math.min(setup.per_node, setup.accelerators), plus(PROCESS.expected / GIB, (WORKER / GIB) * setup.workers));
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
