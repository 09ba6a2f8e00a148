import { expect, test } from "@jest/globals";
import type { Rule } from "../../src/model/diagnostic.js";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run } from "../../src/run.js";

/** The way out that a rule tells for one manifest. */
function told(text: string, rule: Rule): string | null | undefined {
  const snapshot = snapshotOf({ "a.traincost.yml": `apiVersion: traincost/v1\n${text}` });
  const outcome = run({ snapshot, paths: ["."], config: null, today: "2026-11-24", version: "0", scope: "check" });
  if (!outcome.ok) throw new Error("config");
  return outcome.report.findings.find((finding) => finding.rule === rule)?.help;
}

const SPARE = "micro_batch_size: 1, gradient_checkpointing: true, fused_loss: true";

test.each([
  ["recompute first", "micro_batch_size: 2, gradient_checkpointing: false", 8, "none", "turn on gradient_checkpointing"],
  [
    "then smaller steps",
    "micro_batch_size: 2, gradient_checkpointing: true",
    8,
    "none",
    "lower the micro batch and raise gradient_accumulation_steps",
  ],
  ["then sharding", SPARE, 8, "ddp", "shard the model (zero3 or fsdp)"],
  ["over more, where it is sharded", SPARE, 8, "zero3", "shard the model over more accelerators"],
  ["nothing is sharded over one", SPARE, 1, "zero3", "train adapters (lora or qlora)"],
  ["adapters are there", `${SPARE}, method: lora`, 1, "none", "quantize the base (qlora)"],
  ["and quantized", `${SPARE}, method: qlora`, 1, "none", "take an accelerator with more memory"],
])("of a job that does not fit never one that it takes already: %s", (_, training, accelerators, strategy, help) => {
  const text = `model: {id: meta-llama/Llama-2-70b-hf}
training: {tokens: 1B, sequence_length: 4096, ${training}}
parallelism: {strategy: ${strategy}}
resources: {accelerator: RTX 4090, accelerators_per_node: ${accelerators}}
`;
  expect(told(text, "memory/exceeds-device")).toBe(help);
});

test("a job that may fit and says nothing of checkpointing is asked for it", () => {
  const text = `model: {id: meta-llama/Llama-3.1-8B}
training: {method: lora, tokens: 1B, sequence_length: 4096, micro_batch_size: 2}
resources: {accelerator: A100-40GB}
`;
  expect(told(text, "memory/tight")).toBe("say training.gradient_checkpointing: nobody does, and the range reaches to either way of it");
});
