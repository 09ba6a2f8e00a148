import { expect, test } from "@jest/globals";
import { profileOf } from "../../src/frameworks/frameworks.js";
import { PROFILES } from "../../src/frameworks/profiles.js";
import { estimated, type Raw, setUp } from "./estimated.js";

/** One manifest, silent about everything a framework decides. */
const SAME: Raw = {
  "model.id": "meta-llama/Meta-Llama-3-8B",
  "training.sequence_length": 4096,
  "training.micro_batch_size": 1,
  "training.gradient_accumulation_steps": 1,
  "resources.accelerators_per_node": 8,
};

/** How 8 GPUs train all weights of it: held in, sharded by, recomputed, loss. */
test.each([
  ["hf-trainer", 4, 0, "ddp", "none", "full_fp32"],
  ["trl", 2, 0, "ddp", "full", "fused"],
  ["trl 0.12", 4, 0, "ddp", "none", "full_fp32"],
  ["transformers@4.40", 4, 0, "ddp", "none", "kept_fp32"],
  ["axolotl", 2, 0, "ddp", "none", "full_fp32"],
  ["llama-factory", 4, 0, "ddp", "full", "full_fp32"],
  ["unsloth", 2, 0, "ddp", "offload", "fused"],
  ["torchtune", 2, 0, "ddp", "full", "chunked"],
  ["llm-foundry", 4, 3, "fsdp1", "none", "half"],
  ["torchtitan", 4, 3, "fsdp2", "selective_op", "full_fp32"],
  ["torchtitan 0.1.0", 4, 3, "fsdp2", "selective_op", "compiled_loss"],
  ["olmo", 4, 3, "fsdp2", "none", "compiled"],
  ["levanter", 4, 3, "fsdp2", "full", "compiled"],
  ["fms-fsdp", 4, 3, "fsdp1", "none", "compiled"],
  ["kempnerforge", 2, 3, "fsdp2", "full", "compiled"],
  ["maxtext", 4, 3, "fsdp1", "none", "compiled"],
  ["paxml", 4, 3, "fsdp1", "none", "compiled"],
  ["fast-llm", 2, 1, "megatron", "none", "vocabulary_parallel"],
  ["internevo", 2, 1, "megatron", "none", "vocabulary_parallel"],
  ["open_lm", 4, 3, "fsdp1", "none", "full_fp32"],
  ["nemo-automodel", 2, 3, "fsdp2", "none", "full_fp32"],
  ["prime-rl", 4, 3, "fsdp2", "none", "full_fp32"],
  ["verl", 4, 3, "fsdp1", "full", "half"],
  ["deepspeed", 2, 0, "ddp", "none", "full_fp32"],
  ["openrlhf", 2, 2, "deepspeed", "none", "full_fp32"],
  ["nanotron", 2, 0, "ddp", "none", "vocabulary_parallel"],
  ["megatron", 2, 1, "megatron", "none", "vocabulary_parallel"],
] as const)("%s: %d bytes a weight, stage %d of %s, checkpointing %s, loss %s", (framework, bytes, stage, engine, checkpointing, loss) => {
  const { weight_bytes, ...setup } = setUp({ ...SAME, "training.framework": framework });
  expect([weight_bytes, setup.stage, setup.engine, setup.checkpointing, setup.loss]).toEqual([bytes, stage, engine, checkpointing, loss]);
});

test("the same manifest needs different memory under different frameworks", () => {
  const names = ["hf-trainer", "trl", "axolotl", "llama-factory", "torchtitan", "olmo", "verl", "openrlhf", "nanotron", "megatron"];
  const peaks = names.map((name) => estimated({ ...SAME, "training.framework": name }).memory?.peak.expected);
  expect(new Set(peaks).size).toBe(names.length);
});

test.each([
  ["ms-swift@3", "ms-swift"],
  ["trl 0.12", "trl"],
  ["transformers==4.44.2", "hf-trainer"],
  ["Megatron-LM", "megatron"],
  ["torchtune v0.6", "torchtune"],
  ["composer", "llm-foundry"],
  ["lit-gpt", "litgpt"],
  ["NeMo Automodel", "nemo-automodel"],
] as const)("%s is %s", (written, name) => expect(profileOf(written)).toMatchObject({ name, known: true }));

test("versions of what is built on transformers are not those of transformers", () => {
  const loss = (framework: string) => setUp({ ...SAME, "training.framework": framework }).loss;
  expect([loss("deepspeed 0.14.2"), loss("accelerate 0.34"), loss("transformers 4.40")]).toEqual(["full_fp32", "full_fp32", "kept_fp32"]);
});

test("a DeepSpeed script of unknown precision computes in bf16, as any that nobody describes", () => {
  const bytes = (framework: string) => setUp({ ...SAME, "training.framework": framework }).activation_bytes;
  expect([bytes("deepspeed"), bytes("somebody's"), bytes("hf-trainer")]).toEqual([2, 2, 4]);
});

test("a version leaves open what it does not say, and numbers are compared as numbers", () => {
  const loss = (framework: string) => profileOf(framework).profile.habits?.loss;
  expect([loss("transformers@4.9"), loss("transformers@4"), loss("transformers@4.45.1"), loss("transformers@5.0")]).toEqual([
    "kept_fp32",
    undefined,
    undefined,
    undefined,
  ]);
});

test("a card that older versions do not run on names the version", () => {
  const loss = (framework: string, card: string) => setUp({ ...SAME, "training.framework": framework, "resources.accelerator": card }).loss;
  expect([loss("torchtitan", "B200"), loss("torchtitan", "H100"), loss("torchtitan 0.0.2", "B200")]).toEqual([
    "compiled_loss",
    "full_fp32",
    "full_fp32",
  ]);
});

test("adapters under ms-swift 3 keep no copy of the logits for a metric, as 1 and 2 do", () => {
  const lora = { ...SAME, "training.method": "lora" };
  const loss = (framework: string) => setUp({ ...lora, "training.framework": framework }).loss;
  expect([loss("ms-swift"), loss("ms-swift@2.6"), loss("ms-swift@3"), loss("ms-swift 3.5")]).toEqual([
    "metric_fp32",
    "metric_fp32",
    "full_fp32",
    "full_fp32",
  ]);
});

test("every profile says of which versions it is, and where it was read", () => {
  for (const [name, { title, versions, source }] of Object.entries(PROFILES))
    expect([name, title !== "", versions !== "", source !== ""]).toEqual([name, true, true, true]);
});

test.each([
  ["nemo", "all-linear"],
  ["nemo 2.1", "all-linear"],
  ["nemo 1.23", ["linear_qkv"]],
  ["nemo 24.07", ["linear_qkv"]],
  ["nemo 25.04", "all-linear"],
] as const)("%s puts adapters on %s", (framework, targets) => {
  const { rank, ...setup } = setUp({ ...SAME, "training.method": "lora", "training.framework": framework });
  expect([rank, setup.targets]).toEqual([32, targets]);
});

/** Attention as separate operations, which hold every score. */
test.each([
  ["bf16 before Ampere", { "resources.accelerator": "V100-32GB", "training.precision": "bf16" }, true],
  ["fp16 there", { "resources.accelerator": "V100-32GB", "training.precision": "fp16" }, false],
  ["a framework's bf16, which it would not take there", { "resources.accelerator": "T4", "training.framework": "axolotl" }, false],
  ["bf16 since", { "resources.accelerator": "A100-80GB", "training.precision": "bf16" }, false],
  ["what is said", { "resources.accelerator": "A100-80GB", "training.attention": "eager" }, true],
] as const)("eager attention: %s", (_, said, eager) =>
  expect(setUp({ ...SAME, "training.framework": "litgpt", ...said }).eager_attention).toBe(eager),
);

test("Liger's kernels stay under torch.compile: it takes no more memory than they do alone", () => {
  const liger = { ...SAME, "training.framework": "hf-trainer", "training.fused_loss": true };
  const kernels = (compile: boolean) => setUp({ ...liger, "training.torch_compile": compile }).habits.kernels;
  expect([kernels(true), kernels(false)]).toEqual(["fused", "fused"]);
});

/** Kernels and loss under `torch_compile`. */
test.each([
  ["hf-trainer", true, "compiled", "compiled"],
  ["hf-trainer", false, "eager", "full_fp32"],
  ["torchtune", true, "compiled", "chunked"],
  ["torchtitan 0.1", false, "eager", "full_fp32"],
  ["torchtitan 0.1", true, "compiled", "compiled_loss"],
  ["unsloth", true, "unsloth", "fused"],
] as const)("%s with torch_compile %s: kernels %s, loss %s", (framework, said, kernels, loss) => {
  const setup = setUp({ ...SAME, "training.framework": framework, "training.torch_compile": said });
  expect([setup.habits.kernels, setup.loss]).toEqual([kernels, loss]);
});
