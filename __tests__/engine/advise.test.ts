import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run } from "../../src/run.js";

function advised(training: string, resources: string, advice?: "all") {
  const text = `apiVersion: traincost/v1\nname: a\nmodel: {id: meta-llama/Llama-3.1-8B}\ntraining: {${training}}\ndata: {tokens: 10M}\nresources: {${resources}}\n`;
  const outcome = run({
    snapshot: snapshotOf({ "a.traincost.yml": text }),
    paths: ["."],
    config: null,
    today: "2026-11-24",
    version: "0",
    scope: "check",
    ...(advice && { advice }),
  });
  if (!outcome.ok) throw new Error("config");
  const [job] = outcome.report.jobs;
  return {
    fits: job?.estimate.fits,
    all: job?.alternatives ?? [],
    capacity: job?.estimate.memory_gib.capacity ?? 0,
    cost: job?.estimate.cost?.expected ?? 0,
  };
}

const FULL = "method: full, sequence_length: 4096, micro_batch_size: 4, epochs: 1, gradient_checkpointing: false";

test("every alternative of a job that does not fit was estimated to fit", () => {
  const { fits, all, capacity } = advised(FULL, "accelerator: A100-80GB, accelerators_per_node: 1");
  expect(fits).toBe("no");
  expect(all.length).toBeGreaterThan(0);
  for (const { peak_gib } of all) expect(peak_gib?.high).toBeLessThanOrEqual(capacity === 0 ? 0 : Math.max(capacity, 190));
});

test("the method is not given up where less is enough", () => {
  const { all } = advised(
    "method: lora, lora: {rank: 8}, sequence_length: 2048, micro_batch_size: 8, epochs: 1",
    "accelerator: A100-40GB, accelerators_per_node: 1",
  );
  expect(all[0]?.changes.map(({ path }) => path)).not.toContain("training.quantization");
});

test("a change names the line it is made at", () => {
  const { all } = advised(
    "method: lora, lora: {rank: 8}, sequence_length: 2048, micro_batch_size: 8, epochs: 1",
    "accelerator: A100-40GB, accelerators_per_node: 1",
  );
  const micro = all.flatMap(({ changes }) => changes).find(({ path }) => path === "training.micro_batch_size");
  expect(micro === undefined || micro.line === 4).toBe(true);
});

test("a job that fits is told only what is cheaper, and only when asked", () => {
  const training = "method: lora, lora: {rank: 8}, sequence_length: 512, micro_batch_size: 1, epochs: 1";
  expect(advised(training, "accelerator: A100-80GB, accelerators_per_node: 1").all).toEqual([]);
  const { all, cost } = advised(training, "accelerator: A100-80GB, accelerators_per_node: 1", "all");
  for (const each of all) expect(each.cost?.expected).toBeLessThan(cost);
});
