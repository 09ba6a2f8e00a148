import { expect, test } from "@jest/globals";
import { estimated } from "./estimated.js";

const SFT = {
  "model.id": "meta-llama/Llama-3.1-8B",
  "training.framework": "trl",
  "training.method": "full",
  "training.sequence_length": 4096,
  "training.micro_batch_size": 4,
  "training.packing": false,
  "training.epochs": 1,
  "data.examples": 10_000,
  "data.tokens_per_example": 300,
  "resources.accelerator": "H100",
  "resources.accelerators_per_node": 8,
  "parallelism.strategy": "fsdp",
};
const row = (facts: Record<string, unknown>) => estimated(facts).terms.find(({ id }) => id === "time.row")?.value ?? null;

test.each<[string, Record<string, unknown>, number | null]>([
  ["300 tokens, the longest of four: × 4^0.4", {}, 300 * 4 ** 0.4],
  ["one example a batch is not padded", { "training.micro_batch_size": 1 }, 300],
  ["no row is longer than the limit", { "training.sequence_length": 400 }, 400],
  ["a pair's tokens are those of both answers", { "training.objective": "dpo" }, 150 * 4 ** 0.4],
  ["packed rows are full", { "training.packing": true }, null],
  ["tokens that are declared are of no example", { "training.tokens": 1e7 }, null],
])("tokens of a row: %s", (_, facts, tokens) => {
  const found = row({ ...SFT, ...facts });
  if (tokens === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(tokens, 6);
});

test("short rows shorten the run, not the expected peak, which the limit decides: only its low end falls", () => {
  const [long, short] = [estimated({ ...SFT, "data.tokens_per_example": 2000 }), estimated(SFT)];
  expect(short.gpu_hours?.expected).toBeLessThan(long.gpu_hours?.expected ?? Number.NaN);
  const [low, high] = [short.memory?.peak, long.memory?.peak];
  expect([low?.expected, low?.high]).toEqual([high?.expected, high?.high]);
  expect(low?.low).toBeLessThan(high?.low ?? Number.NaN);
});

test("a length that nobody declares is a wide range, and named as assumed", () => {
  const { "data.tokens_per_example": _, ...rest } = SFT;
  const [known, unknown] = [estimated(SFT), estimated(rest)];
  const width = ({ gpu_hours }: typeof known) => (gpu_hours?.high ?? Number.NaN) / (gpu_hours?.low ?? Number.NaN);
  expect(width(unknown)).toBeGreaterThan(1.3 * width(known));
});
