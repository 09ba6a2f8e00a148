import { expect, test } from "@jest/globals";
import { catalog } from "../../src/catalog/catalog.js";
import { otherTotal } from "../../src/estimate/architecture/other.js";
import { readShape } from "../../src/estimate/architecture/read.js";
import { adapterParameters, count } from "../../src/estimate/architecture/shape.js";

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
  ["gpt2", 124_439_808],
  ["bert-base-uncased", 109_482_240],
])("%s has %d parameters", (id, total) => {
  expect(count(shape(id)).total).toBe(total);
});

test("Mixtral's active parameters", () => {
  expect(count(shape("mistralai/Mixtral-8x7B-v0.1")).active).toBe(12_879_925_248);
});

test("every model of the catalogue is within a tenth of its published size", () => {
  const wrong = catalog.models.flatMap(({ id, architecture, parameters }) => {
    if (Object.keys(architecture).length === 0 || parameters === null) return [];
    const reading = readShape(architecture);
    const total = otherTotal(architecture) ?? (reading.ok ? count(reading.shape).total : 0);
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
