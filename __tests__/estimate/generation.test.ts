import { expect, test } from "@jest/globals";
import { estimated, type Raw } from "./estimated.js";

const term = (raw: Raw, id: string) => estimated(raw).terms.find((each) => each.id === id)?.value;

const GRPO: Raw = {
  "model.id": "Qwen/Qwen2.5-7B",
  "training.framework": "trl",
  "training.objective": "grpo",
  "training.max_steps": 100,
  "resources.accelerator": "H100",
  "resources.accelerators_per_node": 8,
};

/** Worked out by hand from each framework's own way to count. */
test.each<[string, Raw, number]>([
  ["TRL counts completions: 8 devices × 8 each × 1", GRPO, 64],
  ["TRL: accumulation makes the round longer", { ...GRPO, "training.micro_batch_size": 4, "training.gradient_accumulation_steps": 4 }, 128],
  [
    "verl counts prompts: 1024 × 5",
    { ...GRPO, "training.framework": "verl", "training.global_batch_size": 1024, "training.num_generations": 5 },
    5120,
  ],
  ["verl by itself: 1024 × 1", { ...GRPO, "training.framework": "verl" }, 1024],
  [
    "OpenRLHF: 128 × 8",
    { ...GRPO, "training.framework": "openrlhf", "training.prompts_per_step": 128, "training.num_generations": 8 },
    1024,
  ],
  ["NeMo-RL by itself: 32 × 16", { ...GRPO, "training.framework": "nemo" }, 512],
])("completions of a round: %s", (_, raw, completions) => {
  expect(term(raw, "generation.completions")).toBe(completions);
});

test("tokens: 100 steps × 64 completions × (0.4 × 512 prompt + 0.5 × 256 completion)", () => {
  expect(estimated(GRPO).tokens).toBeCloseTo(100 * 64 * (0.4 * 512 + 0.5 * 256), 6);
});

test("tokens: 2 epochs × 1000 prompts × 8 completions", () => {
  const { "training.max_steps": _, ...rest } = GRPO;
  const { tokens } = estimated({ ...rest, "training.epochs": 2, "data.examples": 1000 });
  expect(tokens).toBeCloseTo(2 * 1000 * 8 * (0.4 * 512 + 0.5 * 256), 6);
});

/** Seconds of a step on DGX H100, bf16: NeMo-RL 0.4, docs/about/performance-summary.md, on policy. */
const round = (id: string, nodes: number, prompts: number, rest: Raw): Raw => ({
  ...GRPO,
  "training.framework": "nemo",
  "model.id": id,
  "training.sequence_length": 4096,
  "training.max_prompt_length": 200,
  "training.micro_batch_size": 1,
  "training.prompts_per_step": prompts,
  "training.num_generations": 32,
  "training.global_batch_size": 512,
  "resources.nodes": nodes,
  ...rest,
});
test.each<[string, Raw, number]>([
  ["Llama-3.1-8B on 16", round("meta-llama/Llama-3.1-8B-Instruct", 2, 64, { "parallelism.pipeline": 2 }), 97.7],
  [
    "Qwen3-32B on 32",
    round("Qwen/Qwen3-32B", 4, 64, { "parallelism.tensor": 4, "parallelism.pipeline": 4, "training.vllm_tensor_parallel_size": 4 }),
    393,
  ],
  [
    "Qwen3-30B-A3B on 32",
    round("Qwen/Qwen3-30B-A3B", 4, 64, { "parallelism.tensor": 2, "parallelism.expert": 8, "training.vllm_tensor_parallel_size": 4 }),
    225,
  ],
])("the range holds the published step: %s", (_, raw, seconds) => {
  const { wall } = estimated(raw);
  expect(wall?.low).toBeLessThan(100 * seconds);
  expect(wall?.high).toBeGreaterThan(100 * seconds);
});

test("sampling with model.generate takes longer than with vLLM, and both take time", () => {
  const wall = (raw: Raw) => estimated(raw).wall?.expected ?? Number.NaN;
  const [eager, engine] = [wall(GRPO), wall({ ...GRPO, "training.generator": "vllm" })];
  expect(eager).toBeGreaterThan(engine);
  expect(engine).toBeGreaterThan(wall({ ...GRPO, "training.objective": "sft", "training.sequence_length": 333 }));
});

test("vLLM beside the policy keeps 0.3 of the card with TRL; verl's sleeps while the policy trains", () => {
  const overhead = (raw: Raw) => estimated(raw).memory?.overhead ?? Number.NaN;
  const with3 = overhead({ ...GRPO, "training.generator": "vllm", "resources.accelerator_memory": "80GiB" });
  expect((with3 - overhead({ ...GRPO, "resources.accelerator_memory": "80GiB" })) / 2 ** 30).toBeCloseTo(24, 6);
  const verl = { ...GRPO, "training.framework": "verl" };
  expect(overhead({ ...verl, "training.generator": "vllm" })).toBe(overhead({ ...verl, "training.generator": "transformers" }));
});

test("accelerators that only sample are paid as long as those that train", () => {
  const beside = { ...GRPO, "training.generator": "vllm-server", "resources.generation_accelerators": 4 };
  const { accelerators, gpu_hours, wall } = estimated(beside);
  expect(accelerators).toBe(12);
  expect(gpu_hours?.expected).toBeCloseTo(((wall?.expected ?? 0) / 3600) * 12, 6);
  expect(estimated({ ...beside, "training.generator": "vllm" }).accelerators).toBe(8);
});
