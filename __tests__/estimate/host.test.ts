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

/** 8 processes of 3 GiB; a checkpoint of 12.55 GiB; 14 or 16 bytes of 6.738e9 parameters. */
test.each([
  ["none", 1, 36.55],
  ["optimizer", 1, 111.86],
  ["parameters", 1, 124.41],
  ["optimizer", 2, 67.93],
] as const)("offload %s over %d nodes: %d GiB of host memory in each", (offload, nodes, expected) => {
  expect(host(offload, nodes)).toBeCloseTo(expected, 1);
});
