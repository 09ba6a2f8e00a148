import { expect, test } from "@jest/globals";
import { estimated } from "./estimated.js";

const host = (offload: string, nodes: number) =>
  (estimated({
    "model.id": "meta-llama/Llama-2-7b-hf",
    "training.method": "full",
    "parallelism.strategy": "zero3",
    "parallelism.offload": offload,
    "resources.accelerators_per_node": 8,
    "resources.nodes": nodes,
  }).host_memory?.expected ?? 0) /
  2 ** 30;

/** 8 processes of 3 GiB; a checkpoint of 12.55 GiB, loaded first and gathered on rank 0 to be saved; 14 or 16 bytes of 6.738e9 parameters. */
test.each([
  ["none", 1, 36.55],
  ["optimizer", 1, 124.41],
  ["parameters", 1, 136.96],
  ["optimizer", 2, 80.48],
] as const)("offload %s over %d nodes: %d GiB of host memory in each", (offload, nodes, expected) => {
  expect(host(offload, nodes)).toBeCloseTo(expected, 1);
});

const GIB = 2 ** 30;
const small = { "model.id": "meta-llama/Llama-3.2-1B", "training.weights_dtype": "bf16", "training.precision": "bf16" } as const;

test("declared data loader workers take half a GiB each", () => {
  const silent = estimated(small).host_memory?.expected ?? 0;
  const four = estimated({ ...small, "data.workers": 4 }).host_memory?.expected ?? 0;
  expect((four - silent) / GIB).toBeCloseTo(2, 6);
});

test("FSDP gathers the fp32 weights it trains on rank 0: beside what loading takes, but not at the same time", () => {
  const sharded = {
    ...small,
    "training.weights_dtype": "fp32",
    "parallelism.strategy": "fsdp",
    "resources.accelerators_per_node": 2,
  } as const;
  // 2 × 3 GiB, and 1.2358e9 × 4 bytes.
  expect((estimated(sharded).host_memory?.expected ?? 0) / GIB).toBeCloseTo(6 + 4.604, 2);
});

/** 1.2358e9 parameters: 2 bytes of weights and 4 of Adam's states in their dtype make 6.906 GiB a checkpoint. */
test.each([
  ["nothing is said", {}, null],
  ["three stay", { "training.save_total_limit": 3 }, 3],
  ["one in a hundred steps of 250", { "training.save_steps": 100, "training.max_steps": 250 }, 2],
  ["fewer than may stay are written", { "training.save_steps": 100, "training.max_steps": 250, "training.save_total_limit": 5 }, 2],
  ["the run ends before it saves", { "training.save_steps": 500, "training.max_steps": 250 }, 1],
] as const)("disk for checkpoints: %s", (_, said, kept) => {
  const found = estimated({ ...small, "training.optimizer": "adamw_torch", "training.max_steps": 100, ...said }).disk;
  if (kept === null) expect(found).toBeNull();
  else expect((found?.expected ?? 0) / GIB).toBeCloseTo(kept * 6.906, 1);
});

test("adapters are saved without their base", () => {
  const found = estimated({ ...small, "training.method": "lora", "training.lora.rank": 8, "training.save_total_limit": 2 }).disk;
  expect((found?.high ?? Number.NaN) / GIB).toBeLessThan(0.5);
});
