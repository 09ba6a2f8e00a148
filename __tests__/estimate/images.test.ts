import { expect, test } from "@jest/globals";
import { estimated, type Raw } from "./estimated.js";

const A100: Raw = { "resources.accelerator": "A100-80GB", "resources.price_per_accelerator_hour": 2 };
const SD: Raw = { "model.id": "stabilityai/stable-diffusion-2-1", "training.precision": "bf16", ...A100 };

/** Expected seconds, worked out by hand from the published rate, and before the first step 90 s and the weights at 0.5 GB/s. */
const start = (parameters: number) => 60 + (2 * parameters) / 1e9;
test.each<[string, Raw, number]>([
  [
    "Stable Diffusion: 10,000 steps × 8 images × 8 accelerators, 36.25 images a second each",
    { ...SD, "training.max_steps": 10_000, "training.micro_batch_size": 8, "resources.accelerators_per_node": 8 },
    (10_000 * 64) / (36.25 * 8) + start(865_910_724),
  ],
  [
    "ResNet-50 over ImageNet: 90 × 1,281,167 images, 2,470 a second",
    { "model.id": "microsoft/resnet-50", "training.precision": "fp16", "training.epochs": 90, "data.examples": 1_281_167, ...A100 },
    (90 * 1_281_167) / 2470 + start(25_610_152),
  ],
  [
    "the same without half precision: 0.35 of it",
    { "model.id": "microsoft/resnet-50", "training.precision": "fp32", "training.epochs": 90, "data.examples": 1_281_167, ...A100 },
    (90 * 1_281_167) / (2470 * 0.35) + start(25_610_152),
  ],
  [
    "FLUX: 700 steps of 4 images in 41 minutes on an RTX 4090",
    {
      "model.id": "black-forest-labs/FLUX.1-dev",
      "training.precision": "bf16",
      "training.max_steps": 700,
      "training.micro_batch_size": 1,
      "training.gradient_accumulation_steps": 4,
      "resources.accelerator": "RTX 4090",
    },
    41 * 60 + start(11_901_408_320),
  ],
])("%s", (_, raw, seconds) => {
  const { wall, gpu_hours, accelerators, terms, memory } = estimated(raw);
  expect(wall?.expected).toBeCloseTo(seconds, 3);
  expect(gpu_hours?.expected).toBeCloseTo((seconds / 3600) * (accelerators ?? Number.NaN), 6);
  expect((wall?.high ?? 0) / (wall?.low ?? 1)).toBeGreaterThan(4);
  expect(memory).toBeNull();
  expect(terms.map(({ id }) => id)).toEqual(expect.arrayContaining(["images.rate", "images.wall", "run.gpu_hours"]));
});

test.each<[string, Raw, string]>([
  ["a batch that nobody declared", { ...SD, "training.max_steps": 1000 }, "training.micro_batch_size"],
  ["no size of the data", { ...SD, "training.epochs": 3 }, "data.examples"],
  [
    "a model whose rate nobody published",
    { ...SD, "model.id": "stabilityai/stable-diffusion-xl-base-1.0", "training.max_steps": 9 },
    "resources.time_limit",
  ],
])("%s is refused by the key to add", (_, raw, add) => {
  const { refused, cost } = estimated(raw);
  expect(cost).toBeNull();
  expect(refused.find(({ what }) => what === "cost")?.add).toBe(add);
});
