import type { Habits } from "../frameworks/profile.js";
import type { Get } from "../model/facts.js";

/** Layers, or the stack of them, are cut over devices, so that a framework's model-parallel engine runs. Context parallelism cuts rows only. */
export const cutsLayers = (get: Get): boolean =>
  (["parallelism.tensor", "parallelism.pipeline", "parallelism.expert"] as const).some((name) => (get(name) ?? 1) > 1);

/** Devices, and how a copy of the model is cut over them. [devices] */
export function layout(get: Get) {
  const perNode = get("resources.accelerators_per_node") ?? 1;
  const nodes = get("resources.nodes") ?? 1;
  const tensor = get("parallelism.tensor") ?? 1;
  const pipeline = get("parallelism.pipeline") ?? 1;
  const context = get("parallelism.context") ?? 1;
  // A copy of the model that needs more devices than are declared uses them all: one copy.
  const accelerators = Math.max(perNode * nodes, tensor * pipeline * context);
  return {
    per_node: perNode,
    nodes: Math.max(nodes, Math.ceil(accelerators / perNode)),
    tensor,
    pipeline,
    virtual_pipeline: get("parallelism.virtual_pipeline") ?? 1,
    context,
    expert: get("parallelism.expert") ?? 1,
    data: Math.max(1, Math.floor(accelerators / (tensor * pipeline * context))),
    accelerators,
    sequence_parallel: get("parallelism.sequence_parallel") ?? false,
  };
}

const STAGE = { none: 0, ddp: 0, zero1: 1, zero2: 2, zero3: 3, fsdp: 3, hsdp: 3 } as const;

/** What ZeRO or FSDP shards of a copy (arXiv 1910.02054, arXiv 2304.11277), over how many ranks, and what waits in host memory. */
export function sharding(get: Get, habits: Habits) {
  const strategy = get("parallelism.strategy") ?? "none";
  const { data, context, per_node } = layout(get);
  const fsdp = strategy === "fsdp" || strategy === "hsdp";
  const deepspeed = strategy.startsWith("zero") && !habits.own_zero;
  const group = get("parallelism.shard_group") ?? (strategy === "hsdp" ? Math.min(per_node, data * context) : data * context);
  return {
    stage: STAGE[strategy],
    engine: fsdp ? habits.fsdp : deepspeed ? "deepspeed" : strategy.startsWith("zero") ? "megatron" : "ddp",
    shard_group: Math.max(1, group),
    offload: get("parallelism.offload") ?? "none",
  } as const;
}
