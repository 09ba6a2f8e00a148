import type { Accelerator } from "../../model/catalog.js";
import { defineRule } from "./rule.js";

export default defineRule({
  rule: "precision/unsupported",
  look({ facts, accelerator }) {
    const precision = facts["training.precision"];
    if (precision?.kind !== "declared" || !accelerator) return null;
    const instead = insteadOf(precision.value, accelerator);
    return instead === null ? null : { message: `this accelerator has no ${precision.value}`, at: precision.at, help: `use ${instead}` };
  },
});

/** Cards of before 2020 compute half precision in fp16 only; what has bf16 and no figure for fp8 has no units for it. */
function insteadOf(precision: string, { id, bf16_tflops, fp8_tflops }: Accelerator): "fp16" | "bf16" | null {
  const old = /^(V100|T4|P100|P40|K80|GTX|RTX 20|TITAN RTX|Quadro RTX|MI50)/.test(id);
  if (old) return /bf16|fp8|tf32/.test(precision) ? "fp16" : null;
  return precision === "fp8" && bf16_tflops !== null && fp8_tflops === null ? "bf16" : null;
}
