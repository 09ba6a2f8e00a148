import { expect, test } from "@jest/globals";
import { estimated, type Raw } from "./estimated.js";

const GIB = 2 ** 30;
const job = {
  "model.id": "meta-llama/Llama-3.1-8B",
  "training.framework": "trl",
  "training.objective": "sft",
  "training.method": "lora",
  "training.precision": "bf16",
  "training.weights_dtype": "bf16",
  "training.sequence_length": 2048,
  "training.micro_batch_size": 1,
  "training.eval_strategy": "steps",
} as const satisfies Raw;
const evaluation = (said: Raw = {}) => estimated({ ...job, ...said }).evaluation;
const gib = (said: Raw = {}) => (evaluation(said)?.expected ?? Number.NaN) / GIB;

/** A row's logits: 2048 × 128256 × 10 bytes = 2.446 GiB, 5 % of the allocator on top. */
const ROW = 2.446 * 1.05;

test.each([
  ["Trainer's own batch of 8", {}, 8],
  ["as many as are declared", { "training.per_device_eval_batch_size": 2 }, 2],
  ["axolotl's: as many as are trained on", { "training.framework": "axolotl", "training.micro_batch_size": 3 }, 3],
  ["ms-swift's too", { "training.framework": "ms-swift", "training.micro_batch_size": 3 }, 3],
  ["a fused loss is one of training", { "training.fused_loss": true }, 8],
] as const)("rows at once: %s", (_, said, rows) => {
  const one = gib({ ...said, "training.per_device_eval_batch_size": 1 });
  expect(gib(said) - one).toBeCloseTo((rows - 1) * ROW, 1);
});

test("none where it does not evaluate, or nothing says that it does", () => {
  const { "training.eval_strategy": _, ...silent } = job;
  expect(estimated(silent).evaluation).toBeNull();
  expect(evaluation({ "training.eval_strategy": "no" })).toBeNull();
});

test("rows that are not packed may be shorter than the limit", () => {
  const range = evaluation({ "training.packing": false });
  expect(range?.low ?? 0).toBeLessThan((range?.expected ?? 0) / 1.2);
  const full = evaluation({ "training.packing": true });
  expect(full?.low).toBe(full?.expected);
});
