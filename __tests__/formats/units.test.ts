import { expect, test } from "@jest/globals";
import { FACTS, type FactName } from "../../src/model/facts.js";

/** Contract section 3: every quantity may carry its unit, and no other one. */
test.each<[FactName, string, number | null]>([
  ["training.sequence_length", "4096 tokens", 4096],
  ["training.sequence_length", "4096 sequences", null],
  ["training.micro_batch_size", "8 sequences", 8],
  ["training.global_batch_size", "512 sequences", 512],
  ["training.tokens", "20B tokens", 20e9],
  ["data.tokens_per_example", "270 tokens", 270],
  ["budget.gpu_hours", "200 GPU-hours", 200],
  ["budget.gpu_hours", "200h", 200],
  ["budget.gpu_hours", "200 USD", null],
  ["budget.wall_hours", "24h", 86_400],
  ["budget.hourly_cost", "30 USD/h", 30],
  ["budget.cost", "30 USD/h", null],
  ["resources.price_per_accelerator_hour", "$2.5 per hour", 2.5],
  ["reported.gpu_hours", "12.5 h", 12.5],
])("%s: %s", (fact, said, value) => {
  const reading = FACTS[fact].read(said);
  expect(reading.ok ? reading.value : null).toBe(value);
});
