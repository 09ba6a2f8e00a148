import type { Facts } from "../../model/facts.js";
import type { Known } from "../../model/known.js";
import { type Bytes, gib } from "../../model/units.js";
import { formatGib } from "../../model/words.js";
import { defineRule } from "./rule.js";

export default defineRule({
  rule: "memory/evaluation",
  look({ estimate: { evaluation, capacity, fits }, facts }) {
    const [rows, limit] = [facts["training.per_device_eval_batch_size"], facts["training.sequence_length"]];
    if (!rows || !evaluation || capacity === null || fits === "no" || evaluation.expected <= capacity) return null;
    const short = evaluation.low < evaluation.expected ? `, ${words(evaluation.low)} where they are as short as usual` : "";
    return {
      message: `evaluation takes ${counted(rows)}: with their logits about ${words(evaluation.expected)} of ${words(capacity)} where rows reach the ${limit?.value} tokens of the limit${short}`,
      at: (rows.at ? rows : facts["training.eval_strategy"])?.at,
      help: rows.value > 1 ? "per_device_eval_batch_size: 1" : "a shorter sequence length",
    };
  },
});

const words = (size: Bytes) => formatGib(gib(size));

/** `8 rows at once (the default)`. */
function counted({ value, kind }: Known<Facts["training.per_device_eval_batch_size"]>): string {
  const said = kind === "declared" || kind === "override" ? "" : kind === "derived" ? " (as many as are trained on)" : " (the default)";
  return `${value} ${value === 1 ? "row" : "rows"} at once${said}`;
}
