import { expect, test } from "@jest/globals";
import { catalog } from "../../src/catalog/catalog.js";
import { resolve } from "../../src/engine/resolve/resolve.js";
import { refusedKind } from "../../src/estimate/architecture/kinds.js";
import { shapeOf } from "../../src/estimate/architecture/of-job.js";
import { readShape } from "../../src/estimate/architecture/read.js";
import { adapterParameters, count } from "../../src/estimate/architecture/shape.js";
import { readStack } from "../../src/estimate/architecture/stacks.js";
import { noAssumptions } from "../../src/model/assumptions.js";
import { catalogued, declared } from "../../src/model/known.js";

const model = (id: string) => {
  const found = catalog.model(id);
  if (found.kind !== "found") throw new Error(`${id} is not in the catalogue`);
  return found.entry;
};
const shape = (id: string) => {
  const reading = readShape(model(id).architecture);
  if (!reading.ok) throw new Error(`${id} has no ${reading.missing}`);
  return reading.shape;
};

/** Published totals: the sums of the checkpoints' own tensors. */
test.each([
  ["meta-llama/Llama-2-7b-hf", 6_738_415_616],
  ["meta-llama/Llama-2-13b-hf", 13_015_864_320],
  ["meta-llama/Llama-2-70b-hf", 68_976_648_192],
  ["meta-llama/Meta-Llama-3-8B", 8_030_261_248],
  ["meta-llama/Meta-Llama-3-70B", 70_553_706_496],
  ["meta-llama/Llama-3.1-405B", 405_853_388_800],
  ["meta-llama/Llama-3.2-1B", 1_235_814_400],
  ["meta-llama/Llama-3.2-3B", 3_212_749_824],
  ["mistralai/Mistral-7B-v0.1", 7_241_732_096],
  ["mistralai/Mixtral-8x7B-v0.1", 46_702_792_704],
  ["Qwen/Qwen2.5-7B", 7_615_616_512],
  ["google/gemma-2-9b", 9_241_705_984],
  ["deepseek-ai/DeepSeek-V3", 671_026_419_200],
  ["Qwen/Qwen-1_8B", 1_836_828_672],
  ["Qwen/Qwen-7B", 7_721_324_544],
  ["Qwen/Qwen-14B", 14_167_290_880],
  ["Qwen/Qwen-72B", 72_287_920_128],
  ["databricks/dbrx-base", 131_596_523_520],
  ["gpt2", 124_439_808],
  ["bert-base-uncased", 109_482_240],
  ["Qwen/Qwen2.5-0.5B", 494_032_768],
  ["Qwen/Qwen2.5-1.5B", 1_543_714_304],
  ["Qwen/Qwen2.5-3B", 3_085_938_688],
  ["Qwen/Qwen2.5-14B", 14_770_033_664],
  ["Qwen/Qwen2.5-32B", 32_763_876_352],
  ["Qwen/Qwen2.5-72B", 72_706_203_648],
  ["Qwen/Qwen3-0.6B", 596_049_920],
  ["Qwen/Qwen3-8B", 8_190_735_360],
  ["Qwen/Qwen3-30B-A3B", 30_532_122_624],
  ["Qwen/Qwen3-235B-A22B", 235_093_634_560],
  ["google/gemma-2b", 2_506_172_416],
  ["google/gemma-7b", 8_537_680_896],
  ["google/gemma-2-2b", 2_614_341_888],
  ["google/gemma-2-27b", 27_227_128_320],
  ["google/gemma-3-1b-pt", 999_885_952],
  ["microsoft/phi-2", 2_779_683_840],
  ["microsoft/Phi-3-mini-4k-instruct", 3_821_079_552],
  ["microsoft/phi-4", 14_659_507_200],
  ["gpt2-xl", 1_557_611_200],
  ["EleutherAI/gpt-neox-20b", 20_554_567_680],
  ["EleutherAI/pythia-6.9b", 6_857_302_016],
  ["tiiuae/falcon-7b", 6_921_720_704],
  ["tiiuae/falcon-40b", 41_303_293_952],
  ["deepseek-ai/DeepSeek-V2", 235_741_434_880],
  ["deepseek-ai/DeepSeek-V2-Lite", 15_706_484_224],
  ["facebook/opt-1.3b", 1_315_758_080],
  ["bigscience/bloom-7b1", 7_069_016_064],
  ["bert-large-uncased", 335_141_888],
  ["TinyLlama/TinyLlama_v1.1", 1_100_048_384],
  ["HuggingFaceTB/SmolLM2-135M", 134_515_008],
  ["mistralai/Mistral-Nemo-Base-2407", 12_247_782_400],
])("%s has %d parameters", (id, total) => {
  expect(count(shape(id)).total).toBe(total);
});

/** Encoder-decoders, speech and image models: published totals of safetensors. */
test.each([
  ["t5-small", 60_506_624],
  ["t5-base", 222_903_552],
  ["google/flan-t5-xxl", 11_135_332_352],
  ["facebook/bart-base", 139_420_416],
  ["facebook/bart-large-cnn", 406_290_432],
  ["facebook/nllb-200-distilled-600M", 615_073_792],
  ["openai/whisper-tiny", 37_760_640],
  ["openai/whisper-small", 241_734_912],
  ["openai/whisper-large-v3", 1_543_490_560],
  ["openai/whisper-large-v3-turbo", 808_878_080],
  ["google/vit-base-patch16-224", 86_567_656],
  ["google/vit-large-patch16-224", 304_326_632],
  ["facebook/dinov2-base", 86_580_480],
])("%s has %d parameters", (id, total) => {
  const stack = readStack(model(id).architecture);
  expect(stack && count(stack.shape).total).toBe(total);
});

/** Encoders and decoders with departures of their own. */
test.each([
  ["microsoft/deberta-v3-small", 141_304_320],
  ["microsoft/deberta-v3-large", 434_012_160],
  ["distilbert/distilbert-base-uncased", 66_362_880],
  ["google/electra-base-discriminator", 108_891_648],
  ["answerdotai/ModernBERT-base", 149_014_272],
  ["answerdotai/ModernBERT-large", 394_781_696],
  ["BAAI/bge-m3", 567_754_752],
  ["allenai/OLMoE-1B-7B-0924", 6_919_161_856],
  ["EleutherAI/gpt-neo-2.7B", 2_651_307_520],
  ["THUDM/chatglm3-6b", 6_243_584_000],
  ["zai-org/GLM-4-9B-0414", 9_400_279_040],
  ["zai-org/GLM-4-32B-0414", 32_566_081_536],
  ["internlm/internlm3-8b-instruct", 8_804_241_408],
  ["XiaomiMiMo/MiMo-7B-Base", 7_622_619_136],
])("%s has %d parameters, as published", (id, total) => {
  expect(count(shape(id)).total).toBe(total);
});

test.each([
  ["google/vit-base-patch16-224", 197],
  ["facebook/dinov2-base", 1370],
  ["openai/whisper-small", 1500],
  ["t5-base", undefined],
])("an example of %s fills %s positions", (id, positions) => {
  expect(readStack(model(id).architecture)?.positions?.count).toBe(positions);
});

test.each([
  ["stabilityai/stable-diffusion-xl-base-1.0", "a diffusion model"],
  ["someone/sdxl-anime-lora", "a diffusion model"],
  ["black-forest-labs/FLUX.1-schnell", "a diffusion model"],
  ["microsoft/resnet-50", "a convolutional or windowed vision model"],
  ["timm/efficientnet_b0.ra_in1k", "a convolutional or windowed vision model"],
  ["facebook/wav2vec2-large-xlsr-53", "a speech model"],
  ["openai/clip-vit-base-patch32", "a model with two towers"],
  ["albert/albert-base-v2", "an encoder whose layers share their weights"],
  ["meta-llama/Llama-3.1-8B", null],
  ["distilbert/distilbert-base-uncased", null],
  ["my-org/foo-7B", null],
  ["Qwen/Qwen2.5-VL-7B-Instruct", null],
])("%s is refused as %s", (id, what) => {
  const found = catalog.model(id);
  const architecture = found.kind === "found" && Object.keys(found.entry.architecture).length > 0 ? found.entry.architecture : undefined;
  expect(refusedKind(id, architecture)).toBe(what);
});

test.each([
  ["Qwen/Qwen2.5-VL-7B-Instruct", 8_292_166_656],
  ["google/gemma-3-4b-pt", 4_300_079_472],
  ["llava-hf/llava-1.5-7b-hf", 7_063_427_072],
])("%s holds its vision tower beside the text's blocks: %d in all", (id, total) => {
  const { architecture, parameters } = model(id);
  const found = shapeOf({
    "model.architecture": catalogued(architecture, "test"),
    "model.parameters": catalogued(parameters ?? 0, "test"),
  });
  expect(found && count(found.shape).total).toBe(total);
  expect(found && count(found.shape).multiplied).toBe(count(shape(id)).multiplied);
});

test("Mixtral's active parameters", () => {
  expect(count(shape("mistralai/Mixtral-8x7B-v0.1")).active).toBe(12_879_925_248);
});

/** Parameters of a vision tower are no part of the text's shape. */
const SEES = /-VL-|gemma-3-|llava/;

test("every model of the catalogue is within a tenth of its published size", () => {
  const wrong = catalog.models.flatMap(({ id, architecture, parameters }) => {
    if (Object.keys(architecture).length === 0 || parameters === null || SEES.test(id) || refusedKind(id, architecture)) return [];
    const reading = readShape(architecture);
    const own = readStack(architecture)?.shape ?? (reading.ok ? reading.shape : null);
    const total = own ? count(own).total : 0;
    return Math.abs(total / parameters - 1) > 0.1 ? [`${id}: ${total} of ${parameters}`] : [];
  });
  expect(wrong).toEqual([]);
});

/** Trainable parameters that PEFT and LitGPT print. */
test.each([
  ["meta-llama/Llama-2-7b-hf", 8, ["q_proj", "v_proj"], 4_194_304],
  ["meta-llama/Llama-2-13b-hf", 8, ["q_proj", "v_proj"], 6_553_600],
  ["meta-llama/Llama-3.2-3B", 32, ["q_proj", "v_proj"], 9_175_040],
  ["meta-llama/Llama-3.2-3B", 64, ["q_proj", "v_proj"], 18_350_080],
  ["meta-llama/Llama-3.2-3B", 10, ["gate_proj", "up_proj", "down_proj"], 9_461_760],
])("LoRA on %s, rank %d, %j: %d", (id, rank, targets, total) => {
  expect(adapterParameters(shape(id), rank, targets)).toBe(total);
});

test("a family nobody described counts as llama, and its origin says that this is assumed", () => {
  const architecture = { model_type: "novel", hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, vocab_size: 32000 };
  const said = { "model.architecture": declared(architecture, { file: "t", line: 1, column: 1 }) };
  const { facts } = resolve(said, { catalog, assumptions: noAssumptions, report: () => undefined });
  expect(facts["model.architecture"]?.note).toBe(
    "model_type novel is not described; assumed to be built as llama: RMSNorm, gated MLP, no biases",
  );
  expect(shapeOf(facts)?.exact).toBe(false);
});
