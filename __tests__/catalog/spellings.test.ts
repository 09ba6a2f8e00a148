import { expect, test } from "@jest/globals";
import { catalog } from "../../src/catalog/catalog.js";

const meaning = (found: ReturnType<typeof catalog.accelerator> | ReturnType<typeof catalog.model>) =>
  found.kind === "unknown" ? "unknown" : found.entry.id;

test.each([
  ["H100", "H100-SXM-80GB"],
  ["H100-SXM5-80GB", "H100-SXM-80GB"],
  ["NVIDIA H100 80GB HBM3", "H100-SXM-80GB"],
  ["H100-PCIe", "H100-PCIe-80GB"],
  ["a100-80gb", "A100-80GB"],
  ["A100", "A100-80GB"],
  ["nvidia-tesla-t4", "T4"],
  ["rtx4090", "RTX 4090"],
  ["NVIDIA GeForce RTX 3090", "RTX 3090"],
  ["gpu_a100_80gb", "A100-80GB"],
  ["tpu-v5e", "TPU v5e"],
  ["H9000", "unknown"],
])("accelerator %s is %s", (name, id) => {
  expect(meaning(catalog.accelerator(name))).toBe(id);
});

test.each([
  ["NousResearch/Llama-2-7b-hf", "NousResearch/Llama-2-7b-hf"],
  ["unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit", "meta-llama/Meta-Llama-3.1-8B-Instruct"],
  ["/models/Meta-Llama-3-8B", "meta-llama/Meta-Llama-3-8B"],
  ["./llama-2-7b/", "meta-llama/Llama-2-7b-hf"],
  ["foo/bar-7b", "unknown"],
])("model %s is %s", (name, id) => {
  expect(meaning(catalog.model(name))).toBe(id);
});

test("every entry is unique, sane and says where it is from", () => {
  const ids = [...catalog.accelerators, ...catalog.models].map(({ id }) => id);
  expect(ids.length - new Set(ids).size).toBe(0);
  for (const each of catalog.accelerators) {
    expect(each.source).not.toBe("");
    expect(each.memory_gib_usable).toBeLessThanOrEqual(each.memory_gib_marketed * 1.01);
  }
  for (const { usd_per_hour, accelerators, as_of } of catalog.instances) {
    expect(as_of).toMatch(/^\d{4}-\d\d-\d\d$/);
    if (usd_per_hour !== null && accelerators > 0) expect(usd_per_hour / accelerators).toBeLessThan(50);
  }
});

test("prices: an instance, a cloud, the middle of all, none", () => {
  expect(catalog.price({ accelerator: "H100-SXM-80GB" })?.usd_per_accelerator_hour).toBeGreaterThan(1);
  expect(catalog.price({ accelerator: "A100-80GB", cloud: "aws" })?.cloud).toBe("aws");
  expect(catalog.price({ accelerator: "no such card" })).toBeNull();
});
