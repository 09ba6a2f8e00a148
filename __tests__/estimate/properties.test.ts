import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { keptActivations } from "../../src/estimate/memory/kept.js";
import { resident } from "../../src/estimate/memory/sharding.js";
import { estimated, type Raw, setUp } from "./estimated.js";

const job = fc.record({
  "model.id": fc.constantFrom("gpt2", "meta-llama/Llama-2-7b-hf", "Qwen/Qwen2.5-1.5B", "google/gemma-2-2b", "mistralai/Mixtral-8x7B-v0.1"),
  "training.framework": fc.constantFrom(
    "hf-trainer",
    "axolotl",
    "llama-factory",
    "torchtune",
    "litgpt",
    "megatron",
    "unsloth",
    "torchtitan",
    "ms-swift",
    "trl",
  ),
  "training.method": fc.constantFrom("full", "lora", "qlora"),
  "training.sequence_length": fc.integer({ min: 16, max: 16_384 }),
  "training.micro_batch_size": fc.integer({ min: 1, max: 32 }),
  "training.gradient_accumulation_steps": fc.integer({ min: 1, max: 16 }),
  "training.gradient_checkpointing": fc.boolean(),
  "training.tokens": fc.integer({ min: 1_000_000, max: 1_000_000_000 }),
  "parallelism.strategy": fc.constantFrom("none", "zero1", "zero2", "zero3", "fsdp"),
  "resources.accelerator": fc.constantFrom("H100", "A100-80GB", "RTX 4090", "V100-32GB"),
  "resources.accelerators_per_node": fc.constantFrom(1, 2, 8),
});
const peak = (raw: Raw) => estimated(raw).memory?.peak_allocated ?? Number.NaN;
const holds = (property: (raw: Raw) => void) => fc.assert(fc.property(job, property), { numRuns: 150 });

test("memory grows with batch and sequence", () =>
  holds((raw) => {
    expect(peak({ ...raw, "training.micro_batch_size": Number(raw["training.micro_batch_size"]) * 2 })).toBeGreaterThanOrEqual(peak(raw));
    expect(peak({ ...raw, "training.sequence_length": Number(raw["training.sequence_length"]) * 2 })).toBeGreaterThanOrEqual(peak(raw));
  }));

test("memory grows with the rank of the adapters", () =>
  holds((raw) => {
    const lora = { ...raw, "training.method": "lora", "training.lora.target_modules": "all-linear" };
    expect(peak({ ...lora, "training.lora.rank": 64 })).toBeGreaterThanOrEqual(peak({ ...lora, "training.lora.rank": 8 }));
  }));

test("weights: QLoRA at most LoRA at most full", () =>
  holds((raw) => {
    const weights = (method: string) =>
      estimated({
        ...raw,
        "parallelism.strategy": "none",
        "training.method": method,
        "training.weights_dtype": "bf16",
        "training.lora.rank": 8,
      }).memory?.weights ?? 0;
    expect(weights("qlora")).toBeLessThanOrEqual(weights("lora"));
    // Adapters come on top of the frozen weights: of GPT-2's, the smallest here, they are a fiftieth in fp32.
    expect(weights("lora")).toBeLessThanOrEqual(weights("full") * 1.025);
  }));

test("memory grows with the parameters: with layers, widths and the vocabulary", () =>
  holds(({ "model.id": _, ...raw }) => {
    const model = {
      model_type: "llama",
      hidden_size: 1024,
      intermediate_size: 2816,
      num_hidden_layers: 8,
      num_attention_heads: 16,
      vocab_size: 32_000,
    };
    const of = (more: object) => peak({ ...raw, "model.architecture": { ...model, ...more } });
    const wider = { hidden_size: 2048, num_attention_heads: 32 };
    for (const more of [{ num_hidden_layers: 16 }, { intermediate_size: 5632 }, { vocab_size: 64_000 }, wider])
      expect(of(more)).toBeGreaterThanOrEqual(of({}));
  }));

test("more ZeRO never needs more memory that stays through the step", () =>
  holds((raw) => {
    const stays = ["zero1", "zero2", "zero3"].map((strategy) => {
      const { weights, gradients, optimizer } = resident(setUp({ ...raw, "parallelism.strategy": strategy }));
      return weights + gradients + optimizer;
    });
    expect([...stays].sort((a, b) => b - a)).toEqual(stays);
  }));

test("checkpointing never keeps more activations, and offloading them not more than that", () =>
  holds((raw) => {
    const kept = [false, "selective", true, "offload"].map((said) =>
      keptActivations(setUp({ ...raw, "training.gradient_checkpointing": said })),
    );
    expect([...kept].sort((a, b) => b - a)).toEqual(kept);
  }));

test("the parts and the overhead add up to the peak", () =>
  holds((raw) => {
    const { memory } = estimated(raw);
    if (!memory) throw new Error("a known model has a memory estimate");
    expect((memory.peak_allocated + memory.overhead) / memory.peak.expected).toBeCloseTo(1, 9);
    expect(memory.peak_allocated).toBeLessThanOrEqual(memory.peak_reserved);
    expect(memory.peak_reserved).toBeLessThanOrEqual(memory.peak.expected);
  }));

test("the parts add up, the range holds its middle, and speed stays below the roofline", () =>
  holds((raw) => {
    const found = estimated(raw);
    const { memory, mfu, gpu_hours } = found;
    if (!memory) throw new Error("a known model has a memory estimate");
    const parts = memory.weights + memory.gradients + memory.optimizer + memory.activations + memory.logits + memory.buffers;
    expect(parts / memory.peak_allocated).toBeCloseTo(1, 9);
    expect(memory.peak.low).toBeLessThanOrEqual(memory.peak.expected);
    expect(memory.peak.expected).toBeLessThanOrEqual(memory.peak.high);
    expect(mfu).toBeGreaterThan(0);
    expect(mfu).toBeLessThan(1);
    expect(gpu_hours?.low).toBeLessThanOrEqual(gpu_hours?.high ?? Number.NaN);
  }));

test("cost is linear in tokens, start-up apart", () =>
  holds((raw) => {
    const wall = (tokens: number) =>
      (estimated({ ...raw, "training.tokens": tokens }).wall?.expected ?? 0) -
      (estimated({ ...raw, "training.tokens": 1 }).wall?.expected ?? 0);
    expect(wall(2_000_000) / wall(1_000_000)).toBeCloseTo(2, 3);
  }));

test("an unknown model refuses, and names the key", () => {
  const { refused, memory, cost } = estimated({ "model.id": "nobody/nothing" });
  expect([memory, cost]).toEqual([null, null]);
  expect(refused.map(({ what, add }) => `${what}: ${add}`)).toEqual([
    "memory: model.parameters",
    "time: model.parameters",
    "cost: model.parameters",
  ]);
});
