import { expect, test } from "@jest/globals";
import { matrixBytes, optimizerState, stateBytesOf } from "../../src/estimate/memory/optimizers.js";
import { estimated, type Raw } from "./estimated.js";

/** Bytes of state of one entry of a block matrix, and of one of the embedding, with fp32 weights. Paged states leave the device. */
test.each([
  ["adamw_torch_fused", 8, 8],
  ["adamw_bnb_8bit", 2.03125, 2.03125],
  ["adamw_torch_4bit", 1.0625, 1.0625],
  ["adafactor", 0.02, 0.02],
  ["lion_32bit", 4, 4],
  ["lion_8bit", 1.015625, 1.015625],
  ["sgd", 0, 0],
  ["muon", 4, 8],
  // Of a matrix of 4,096 × 4,096 at rank 128, as table 1 of arXiv 2403.03507 counts: 128 × (2 × 4 × 4,096 + 4 × 4,096) ÷ 4,096².
  ["galore_adamw", 0.375, 8],
  ["galore_adamw_8bit", 0.188477, 2.03125],
  ["apollo_adamw", 0.25, 8],
  ["apollo_mini", 0.001953, 8],
  ["lomo", 0, 0],
  ["adalomo", 0.02, 0.02],
  ["badam", 8, 8],
])("%s: %d bytes of a matrix entry, %d of the embedding's", (name, matrix, outside) => {
  const state = optimizerState(name);
  const ofMatrices = matrixBytes(state, [{ in: 4096, out: 4096, count: 1 }], 128);
  expect(stateBytesOf(state, false, 1, ofMatrices)).toBeCloseTo(matrix, 6);
  expect(stateBytesOf(state, false, 0, ofMatrices)).toBeCloseTo(outside, 6);
});

const llama: Raw = {
  "model.id": "meta-llama/Llama-2-7b-hf",
  "training.framework": "hf-trainer",
  "training.weights_dtype": "bf16",
  "training.precision": "bf16",
  "training.sequence_length": 256,
  "training.micro_batch_size": 1,
  "training.gradient_checkpointing": true,
};
const gib = (raw: Raw) => (estimated({ ...llama, ...raw }).memory?.peak_allocated ?? 0) / 2 ** 30;

test("published order of optimizers for Llama-2-7B in bf16: Adam > GaLore > APOLLO-mini, BAdam and LOMO near the weights", () => {
  const [adam, galore, mini, badam, lomo] = ["adamw_torch", "galore_adamw", "apollo_mini", "badam", "lomo"].map((name) =>
    gib({ "training.optimizer": name }),
  ) as [number, number, number, number, number];
  expect(adam).toBeGreaterThan(galore);
  expect(galore).toBeGreaterThan(mini);
  expect(mini).toBeGreaterThan(badam);
  expect(badam).toBeGreaterThan(lomo);
  expect(lomo).toBeGreaterThan(12.55);
  expect(badam).toBeLessThan(24);
});

test("freezing all but two layers needs less than full training and more than the weights", () => {
  const freeze = gib({ "training.method": "freeze" });
  expect(freeze).toBeLessThan(gib({ "training.method": "full" }) / 2);
  expect(freeze).toBeGreaterThan(12.55);
});

test("what is frozen is not among the trainable parameters", () => {
  const trainable = (raw: Raw) => estimated({ ...llama, ...raw }).trainable_parameters;
  expect(trainable({ "training.method": "full" })).toBe(6_738_415_616);
  // Two of 32 layers: attention and feed-forward matrices and two norms.
  expect(trainable({ "training.method": "freeze" })).toBe(2 * (4 * 4096 * 4096 + 3 * 4096 * 11008 + 2 * 4096));
  expect(trainable({ "training.method": "freeze", "training.trainable_parameters": "1B" })).toBe(1e9);
});

test("LitGPT's own precision is mixed: weights in fp32 where nothing says otherwise", () => {
  const litgpt = { ...llama, "training.framework": "litgpt", "training.method": "lora", "training.weights_dtype": undefined };
  const { "training.weights_dtype": _, ...silent } = litgpt;
  const weights = (raw: Raw) => (estimated(raw).memory?.weights ?? 0) / 2 ** 30;
  expect(weights(silent)).toBeGreaterThan(25);
  expect(weights({ ...silent, "training.weights_dtype": "bf16" })).toBeLessThan(13);
});

test("LLaMA-Factory upcasts what it trains to fp32, unless it says pure_bf16, or DeepSpeed holds the fp32 copy", () => {
  const { "training.weights_dtype": _, ...silent } = { ...llama, "training.framework": "llama-factory", "training.method": "full" };
  const weights = (raw: Raw) => (estimated({ ...silent, ...raw }).memory?.weights ?? 0) / 2 ** 30;
  expect(weights({})).toBeCloseTo(25.1, 1);
  expect(weights({ "training.weights_dtype": "bf16" })).toBeCloseTo(12.55, 1);
  expect(weights({ "training.optimizer": "badam" })).toBeCloseTo(12.55, 1);
  expect(weights({ "parallelism.strategy": "zero2", "resources.accelerators_per_node": 2 })).toBeCloseTo(12.55, 1);
  // Two of 32 layers in fp32: 2 × 202.4e6 × 2 bytes more.
  expect(weights({ "training.method": "freeze" })).toBeCloseTo(12.55 + 0.75, 1);
});
