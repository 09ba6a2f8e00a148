import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { LINES } from "../../src/estimate/working/terms.js";
import { PROFILES } from "../../src/frameworks/profiles.js";
import type { Estimate } from "../../src/model/estimate.js";
import { ATTENTIONS, METHODS, OBJECTIVES, OFFLOADS, STRATEGIES } from "../../src/model/facts.js";
import { estimated } from "./estimated.js";

/** What a pocket calculator makes of the printed line. */
function calculated(numbers: string): number {
  const code = numbers.replaceAll(",", "").replaceAll("×", "*").replaceAll("÷", "/").replaceAll("^", "**");
  expect(code).toMatch(/^[\d.e+\-*/() ]+$/);
  return Number(new Function(`return ${code}`)());
}

const H100 = { "resources.accelerator": "H100" };
const JOBS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "full training on one device": { "model.id": "meta-llama/Llama-3.2-1B", "training.max_steps": 100, ...H100 },
  "LoRA of a quantized base": {
    "model.id": "meta-llama/Meta-Llama-3-8B",
    "training.method": "qlora",
    "training.quantization": "nf4",
    "training.lora.rank": 16,
    "training.lora.target_modules": "q_proj,v_proj",
    "training.gradient_checkpointing": true,
    "training.save_steps": 500,
    "training.save_total_limit": 2,
    "data.workers": 4,
    "data.examples": 52000,
    "training.epochs": 3,
    ...H100,
  },
  "FSDP over two nodes": {
    "model.id": "meta-llama/Llama-3.1-70B",
    "parallelism.strategy": "fsdp",
    "resources.accelerators_per_node": 8,
    "resources.nodes": 2,
    "training.gradient_accumulation_steps": 4,
    "training.tokens": "1B",
    "resources.time_limit": "24h",
    ...H100,
  },
  "ZeRO-3 with the optimizer on the host": {
    "model.id": "mistralai/Mistral-7B-v0.1",
    "parallelism.strategy": "zero3",
    "parallelism.offload": "optimizer",
    "resources.accelerators_per_node": 4,
    "data.tokens": "10M",
    "training.epochs": 2,
    ...H100,
  },
  "tensor and pipeline parallel pre-training": {
    "model.id": "meta-llama/Llama-2-70b-hf",
    "training.framework": "megatron",
    "parallelism.tensor": 8,
    "parallelism.pipeline": 4,
    "training.global_batch_size": 256,
    "resources.accelerators_per_node": 8,
    "resources.nodes": 64,
    "training.tokens": "100B",
    "training.objective": "pretrain",
    ...H100,
  },
  "a mixture of experts": {
    "model.id": "mistralai/Mixtral-8x7B-v0.1",
    "training.max_steps": 10,
    "resources.accelerators_per_node": 8,
    ...H100,
  },
  "preferences beside a frozen reference": {
    "model.id": "Qwen/Qwen2.5-7B",
    "training.objective": "dpo",
    "training.max_steps": 100,
    "resources.accelerators_per_node": 8,
    "parallelism.strategy": "zero2",
    ...H100,
  },
  "a policy that samples with vLLM beside it": {
    "model.id": "Qwen/Qwen2.5-7B",
    "training.framework": "trl",
    "training.objective": "grpo",
    "training.generator": "vllm",
    "training.beta": 0.04,
    "training.max_steps": 100,
    "resources.accelerators_per_node": 8,
    "parallelism.strategy": "zero3",
    ...H100,
  },
  "PPO over prompts": {
    "model.id": "Qwen/Qwen2.5-7B",
    "training.framework": "verl",
    "training.objective": "ppo",
    "training.global_batch_size": 256,
    "training.epochs": 2,
    "data.examples": 7473,
    "resources.accelerators_per_node": 8,
    "parallelism.strategy": "fsdp",
    ...H100,
  },
  speech: { "model.id": "openai/whisper-small", "training.max_steps": 4000, ...H100 },
  images: { "model.id": "google/vit-base-patch16-224", "data.examples": 50000, "training.epochs": 10, ...H100 },
  "only a size": { "model.parameters": "13B", "training.max_steps": 100, ...H100 },
};

const jobs = Object.entries(JOBS).map(([name, facts]): [string, Estimate] => [name, estimated(facts)]);

test.each(jobs)("%s: every line gives its value when it is worked out by hand", (_, { terms }) => {
  expect(terms.length).toBeGreaterThan(20);
  for (const { id, value, numbers } of terms) {
    expect(agree(numbers, value) ? id : `${id}: ${numbers} is ${calculated(numbers)}, not ${value}`).toBe(id);
  }
});

const agree = (numbers: string, value: number) => Math.abs(calculated(numbers) - value) <= 1e-3 * Math.abs(value) + 1e-9;

/** Whatever is combined, a printed formula is what the engine computed. */
const anyJob = fc.record({
  "model.id": fc.constantFrom("meta-llama/Llama-3.2-1B", "mistralai/Mixtral-8x7B-v0.1", "Qwen/Qwen2.5-7B", "google/gemma-2-9b"),
  "training.framework": fc.constantFrom(...Object.keys(PROFILES)),
  "training.objective": fc.constantFrom(...OBJECTIVES),
  "training.method": fc.constantFrom(...METHODS),
  "training.quantization": fc.constantFrom("none", "nf4", "nf4-dq", "int8"),
  "training.optimizer": fc.constantFrom("adamw_torch", "adamw_8bit", "paged_adamw_8bit", "sgd", "galore_adamw", "adafactor", "lomo"),
  "training.gradient_checkpointing": fc.constantFrom(true, false, "selective", "offload"),
  "training.gradient_accumulation_steps": fc.constantFrom(1, 4),
  "training.attention": fc.constantFrom(...ATTENTIONS),
  "parallelism.strategy": fc.constantFrom(...STRATEGIES),
  "parallelism.offload": fc.constantFrom(...OFFLOADS),
  "parallelism.tensor": fc.constantFrom(1, 1, 2),
  "parallelism.pipeline": fc.constantFrom(1, 1, 2),
  "resources.accelerators_per_node": fc.constantFrom(1, 8),
  "training.max_steps": fc.constant(10),
  "resources.accelerator": fc.constantFrom("A100-80GB", "L4", "V100"),
});

test("a formula and the engine never disagree by more than a thousandth", () => {
  fc.assert(
    fc.property(anyJob, (raw) => {
      const wrong = estimated(raw).terms.filter(({ numbers, value }) => !agree(numbers, value));
      expect(wrong.map(({ id, numbers, value }) => `${id}: ${numbers} is not ${value}`)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test.each(jobs)("%s: the parts of the peak add up, and so does the bill", (_, { terms, memory, cost, gpu_hours }) => {
  const at = (id: string) => terms.find((term) => term.id === id)?.value ?? Number.NaN;
  const parts = ["weights", "gradients", "optimizer", "activations", "logits", "buffers"].map((part) => at(`memory.${part}`));
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(at("memory.allocated"), 6);
  expect(at("memory.device")).toBeCloseTo((memory?.peak.expected ?? 0) / 2 ** 30, 6);
  expect(at("run.gpu_hours")).toBeCloseTo(gpu_hours?.expected ?? 0, 6);
  expect(at("run.cost")).toBeCloseTo(cost?.expected ?? 0, 6);
});

test("every term of the table says where it is from, and no id is used twice", () => {
  for (const line of LINES)
    expect([line.id, line.formula !== "", line.source !== "", line.unit !== ""]).toEqual([line.id, true, true, true]);
  expect(new Set(LINES.map(({ id }) => id)).size).toBe(LINES.length);
});

test("a job whose model nobody knows still says its price and what its limit lets it cost", () => {
  const { terms, refused } = estimated({
    "model.id": "nobody/knows-it",
    "resources.accelerators_per_node": 8,
    "resources.price_per_accelerator_hour": 2,
    "resources.time_limit": "10h",
    ...H100,
  });
  expect(refused.map(({ what }) => what)).toContain("cost");
  expect(terms.map(({ id, numbers }) => `${id} = ${numbers}`)).toEqual([
    "run.hourly = 8 × 2",
    "worst.gpu_hours = 10 × 8",
    "worst.cost = 10 × 16",
  ]);
});
