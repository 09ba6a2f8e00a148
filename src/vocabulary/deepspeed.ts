import type { MutableFacts } from "../model/facts.js";
import type { Cursor } from "../text/cursor.js";
import { because } from "./recipe.js";

const STAGES = ["ddp", "zero1", "zero2", "zero3"] as const;

/** `bf16: {enabled: true}`. */
export function precisionIn(root: Cursor): MutableFacts {
  for (const name of ["bf16", "fp16"] as const)
    if (root.at(name, "enabled").raw() === true) return { "training.precision": because(name, root.at(name, "enabled")) };
  return {};
}

/** DeepSpeed's `zero_optimization`, in a file of its own or inside a recipe. https://www.deepspeed.ai/docs/config-json/ */
export function zeroIn(config: Cursor): MutableFacts {
  const stage = config.kind === "mapping" ? STAGES[Number(config.at("stage").raw() ?? 0)] : undefined;
  const leaves = (key: string, old: string) => /cpu|nvme/.test(config.at(key, "device").text() ?? "") || config.at(old).raw() === true;
  const parameters = leaves("offload_param", "cpu_offload_params");
  const optimizer = leaves("offload_optimizer", "cpu_offload");
  return {
    ...(stage && { "parallelism.strategy": because(stage, config.at("stage")) }),
    ...((parameters || optimizer) && {
      "parallelism.offload": because(parameters ? ("parameters" as const) : ("optimizer" as const), config),
    }),
  };
}
