import { gib } from "../../model/units.js";
import { formatGib } from "../../model/words.js";
import { defineRule } from "./rule.js";

export default defineRule({
  rule: "memory/evaluation",
  look({ estimate: { evaluation, capacity, fits }, facts }) {
    if (!evaluation || capacity === null || fits === "no" || evaluation.expected <= capacity) return null;
    const rows = facts["training.per_device_eval_batch_size"];
    return {
      message: `evaluation takes ${rows ? rows.value : "the framework's default of 8"} rows at once: with their logits about ${formatGib(gib(evaluation.expected))} at the declared length (${formatGib(gib(evaluation.low))} where rows are as short as usual) of ${formatGib(gib(capacity))}`,
      at: (rows ?? facts["training.eval_strategy"])?.at,
      help: "per_device_eval_batch_size: 1",
    };
  },
});
