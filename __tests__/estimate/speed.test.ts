import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { estimated, type Raw } from "./estimated.js";

/** Bytes per second of the data sheets. */
const BANDWIDTH = { H100: 3350e9, "A100-80GB": 2039e9, "RTX 4090": 1008e9 } as const;

/** What the slowest of sixteen ranks takes more than the mean of them. */
const SLOWEST_RANK = 1.06;

const job = fc.record({
  "model.id": fc.constantFrom("gpt2", "meta-llama/Llama-2-7b-hf", "Qwen/Qwen2.5-1.5B", "mistralai/Mixtral-8x7B-v0.1"),
  "training.framework": fc.constantFrom("hf-trainer", "torchtune", "litgpt", "megatron", "unsloth"),
  "training.method": fc.constantFrom("full", "lora"),
  "training.sequence_length": fc.integer({ min: 16, max: 16_384 }),
  "training.micro_batch_size": fc.integer({ min: 1, max: 32 }),
  "training.gradient_accumulation_steps": fc.integer({ min: 1, max: 16 }),
  "training.packing": fc.constant(true),
  "training.tokens": fc.integer({ min: 1_000_000, max: 1_000_000_000 }),
  "parallelism.strategy": fc.constantFrom("ddp", "zero1", "zero2", "zero3", "fsdp"),
  "resources.accelerator": fc.constantFrom<keyof typeof BANDWIDTH>("H100", "A100-80GB", "RTX 4090"),
  "resources.accelerators_per_node": fc.constantFrom(2, 4, 8),
});
type Job = typeof job extends fc.Arbitrary<infer T> ? T : never;
const holds = (property: (raw: Job) => void) => fc.assert(fc.property(job, property), { numRuns: 100 });

const term = (raw: Raw, id: string) => estimated(raw).terms.find((each) => each.id === id)?.value ?? 0;

/** From there on a run is thought to be one of many accelerators, whose share that trains is smaller. */
const FEW_HOURS = 16 * 30 * 24;

test("GPU-hours are linear in tokens as long as few accelerators are busy, and grow with them always", () =>
  holds((raw) => {
    const hours = (times: number) =>
      estimated({ ...raw, "training.tokens": raw["training.tokens"] * times }).gpu_hours?.expected ?? Number.NaN;
    const grows = (hours(3) - hours(2)) / (hours(2) - hours(1));
    expect(grows).toBeGreaterThan(0);
    if (hours(3) < FEW_HOURS) expect(grows).toBeCloseTo(1, 6);
  }));

test("no micro batch is faster than reading the weights it multiplies in every pass", () =>
  holds((raw) => {
    const passes = raw["training.method"] === "full" ? 3 : 2;
    const weights = 2 * (estimated(raw).active_parameters ?? Number.NaN);
    const embedded = raw["model.id"] === "gpt2" ? 0.5 : 0.9;
    expect(term(raw, "time.micro")).toBeGreaterThan((embedded * passes * weights) / BANDWIDTH[raw["resources.accelerator"]]);
  }));

/** From 2 to 4 ranks, that wait for each other at every layer. */
const SLOWEST_OF_TWICE = 1.018;

test("more accelerators make a step longer by their exchange and by waiting for each other only", () =>
  holds((raw) => {
    const many = { ...raw, "resources.accelerators_per_node": 2 * raw["resources.accelerators_per_node"] };
    const waits = SLOWEST_RANK * (term(many, "time.launch") - term(raw, "time.launch"));
    const longer = (term(many, "time.exchange") + waits) * raw["training.gradient_accumulation_steps"] + term(many, "time.synchronise");
    expect(term(many, "time.step")).toBeLessThanOrEqual((term(raw, "time.step") + longer) * SLOWEST_OF_TWICE);
    if (raw["parallelism.strategy"] !== "zero3") expect(waits).toBe(0);
  }));

const CLUSTER: Raw = {
  "training.framework": "megatron",
  "training.objective": "pretrain",
  "training.sequence_length": 4096,
  "training.micro_batch_size": 1,
  "training.global_batch_size": 64,
  "resources.accelerator": "H100",
  "resources.accelerators_per_node": 8,
};
const RUN: Raw = { ...CLUSTER, "model.id": "meta-llama/Llama-2-7b-hf" };
const DEEPSEEK_V3 = { model_type: "deepseek_v3", hidden_size: 7168, num_hidden_layers: 61, num_attention_heads: 128, vocab_size: 129280 };
const FINE_TUNING: Raw = { ...RUN, "training.framework": "hf-trainer", "training.objective": "sft", "parallelism.strategy": "zero3" };
/** As many layers as Llama-2-7B, with one matrix for queries, keys and values. */
const QWEN_7B = {
  model_type: "qwen",
  hidden_size: 4096,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  intermediate_size: 22016,
  vocab_size: 151936,
};
const MANY_EXPERTS: Raw = { ...FINE_TUNING, "model.id": "Qwen/Qwen3-30B-A3B", "parallelism.strategy": "fsdp" };
const MIXTURE: Raw = { ...RUN, "model.id": "mistralai/Mixtral-8x7B-v0.1" };
/** GPT-2 by a plain script; its vocabulary has 50,257 entries, filled up 50,304. */
const SCRIPT: Raw = { ...CLUSTER, "training.framework": "pytorch" };
const gpt2 = (vocab_size: number) => ({ model_type: "gpt2", hidden_size: 768, num_hidden_layers: 12, num_attention_heads: 12, vocab_size });
const ODD: Raw = { ...SCRIPT, "model.architecture": gpt2(50_257) };
const V100: Raw = { ...RUN, "training.precision": "fp16", "resources.accelerator": "V100-32GB", "resources.nodes": 2 };

/** What a mechanism does to a term: left is more than right. */
test.each<[why: string, id: string, more: Raw, less: Raw]>([
  ["eager attention multiplies the masked half", "time.attention", { ...RUN, "training.attention": "eager" }, RUN],
  ["FP8 is faster than bf16", "time.matmul", RUN, { ...RUN, "training.precision": "fp8" }],
  [
    "Megatron overlaps the exchange on NVLink 4 only",
    "time.exchange",
    { ...RUN, "parallelism.tensor": 4, "resources.accelerator": "A100-80GB" },
    { ...RUN, "parallelism.tensor": 4 },
  ],
  [
    "PyTorch's context parallelism is uneven",
    "time.attention",
    { ...RUN, "training.framework": "torchtitan", "parallelism.context": 4 },
    { ...RUN, "parallelism.context": 4 },
  ],
  ["tokens travel to experts of other ranks", "time.exchange", { ...MIXTURE, "parallelism.expert": 8 }, MIXTURE],
  ["experts cost launches", "time.launch", MIXTURE, RUN],
  ["few rows for an expert leave its tiles unfilled", "time.matmul", MIXTURE, { ...MIXTURE, "parallelism.expert": 8 }],
  ["an unaligned head runs on slower kernels", "time.matmul", ODD, { ...ODD, "model.architecture": gpt2(50_304) }],
  ["Megatron fills the vocabulary up", "time.matmul", ODD, { ...ODD, "training.framework": "megatron" }],
  ["a plain script compiles where it pretrains", "time.launch", { ...ODD, "training.objective": "sft" }, ODD],
  ["XLA launches no layers", "time.launch", ODD, { ...ODD, "training.framework": "maxtext" }],
  [
    "a group wider than a node goes over the network",
    "time.exchange",
    { ...V100, "parallelism.tensor": 16 },
    { ...V100, "parallelism.tensor": 8 },
  ],
  ["Adam moves states in half precision faster", "time.optimizer", { ...ODD, "training.weights_dtype": "fp32" }, ODD],
  ["the slowest of more nodes is later", "time.micro", { ...ODD, "resources.nodes": 64 }, ODD],
  [
    "InternEvo broadcasts its update rank by rank",
    "time.synchronise",
    { ...RUN, "training.framework": "internevo", "resources.nodes": 64 },
    { ...RUN, "training.framework": "fast-llm", "resources.nodes": 64 },
  ],
  [
    "transformers before 5 computes one expert after the other",
    "time.launch",
    { ...MANY_EXPERTS, "training.framework": "transformers==4.55" },
    { ...MANY_EXPERTS, "training.framework": "transformers==5.1" },
  ],
  [
    "one expert's own tokens are a smaller product",
    "time.matmul",
    { ...MANY_EXPERTS, "training.framework": "transformers==4.55" },
    { ...MANY_EXPERTS, "training.framework": "transformers==5.1" },
  ],
  [
    "GPTQ unpacks by PyTorch operations",
    "time.dequantize",
    { ...FINE_TUNING, "training.method": "qlora", "training.quantization": "gptq" },
    { ...FINE_TUNING, "training.method": "qlora", "training.quantization": "nf4" },
  ],
  [
    "ZeRO-2 scatters the gradients of every micro batch",
    "time.synchronise",
    { ...FINE_TUNING, "training.global_batch_size": 1024, "parallelism.strategy": "zero2" },
    { ...FINE_TUNING, "training.global_batch_size": 1024, "parallelism.strategy": "zero1" },
  ],
  [
    "an adapter of its own on queries, keys and values",
    "time.launch",
    { ...FINE_TUNING, "training.method": "lora", "training.lora.target_modules": "all-linear" },
    { ...FINE_TUNING, "model.architecture": QWEN_7B, "training.method": "lora", "training.lora.target_modules": "all-linear" },
  ],
  ["ZeRO-3's hooks run around every module", "time.launch", FINE_TUNING, { ...FINE_TUNING, "parallelism.strategy": "zero2" }],
  ["ZeRO-3 gathers less far ahead than FSDP", "time.exchange", FINE_TUNING, { ...FINE_TUNING, "parallelism.strategy": "fsdp" }],
  [
    "nothing is computed while shards cross PCIe",
    "time.exchange",
    { ...FINE_TUNING, "parallelism.strategy": "fsdp", "resources.accelerator": "RTX 4090" },
    { ...FINE_TUNING, "parallelism.strategy": "fsdp", "resources.accelerator": "A100-40GB" },
  ],
  [
    "parameters on the host are copied in every pass",
    "time.exchange",
    { ...FINE_TUNING, "parallelism.offload": "parameters" },
    FINE_TUNING,
  ],
  [
    "DeepSpeed's Adam on the host takes turns with the other ranks of a node",
    "time.optimizer",
    { ...FINE_TUNING, "parallelism.offload": "optimizer" },
    { ...FINE_TUNING, "parallelism.offload": "optimizer", "parallelism.strategy": "fsdp" },
  ],
  [
    "weights are loaded before the first step",
    "run.wall.expected",
    { ...RUN, "model.id": "meta-llama/Llama-2-70b-hf", "training.tokens": 1 },
    { ...RUN, "training.tokens": 1 },
  ],
])("%s", (_, id, more, less) => expect(term(more, id)).toBeGreaterThan(term(less, id)));

test("FlashAttention-2 is no faster on a B200 than on an H200, cuDNN's attention is", () => {
  const attention = (said: Raw, card: string) =>
    term({ ...FINE_TUNING, ...said, "training.precision": "bf16", "resources.accelerator": card }, "time.attention");
  expect(attention({ "training.attention": "flash" }, "B200") / attention({ "training.attention": "flash" }, "H200")).toBeCloseTo(1, 5);
  expect(attention({ "training.attention": "sdpa" }, "B200")).toBeLessThan(attention({ "training.attention": "sdpa" }, "H200"));
});

test("DeepSeek-V3 without its latent keys has those of its configuration class", () => {
  const experts = { num_local_experts: 256, num_experts_per_tok: 8, moe_intermediate_size: 2048, intermediate_size: 18432 };
  const { parameters, active_parameters } = estimated({ ...CLUSTER, "model.architecture": { ...DEEPSEEK_V3, ...experts } });
  expect((parameters ?? 0) / 671e9).toBeCloseTo(1, 1.7);
  expect((active_parameters ?? 0) / 37e9).toBeCloseTo(1, 1);
});

/** FLOPs of attention beside what full attention takes: two layers of three see 64 tokens to either side. */
test.each([
  ["as its config says", { local_attention: 128 }],
  ["where its config leaves it out", {}],
] as const)("ModernBERT's window: %s", (_, window) => {
  const architecture = { model_type: "modernbert", hidden_size: 768, num_hidden_layers: 22, num_attention_heads: 12, ...window };
  const attention = (length: number) =>
    term(
      { "model.architecture": { ...architecture, intermediate_size: 1152, vocab_size: 50_368 }, "training.sequence_length": length },
      "time.flops.attention",
    );
  expect(attention(8192) / attention(128)).toBeCloseTo((8192 / 3 + (2 / 3) * 128) / 128, 3);
});
