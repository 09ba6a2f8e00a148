import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run } from "../../src/run.js";

/** What of one job cannot all hold: line and words. */
function told(training: string, more: string, model = "id: gpt2"): readonly string[] {
  const text = `apiVersion: traincost/v1\nmodel: {${model}}\ntraining: {tokens: 1B, sequence_length: 1024, ${training}}\n${more}`;
  const snapshot = snapshotOf({ "a.traincost.yml": text });
  const outcome = run({ snapshot, paths: ["."], config: null, today: "2026-11-24", version: "0", scope: "check" });
  if (!outcome.ok) throw new Error("config");
  return outcome.report.findings
    .filter(({ rule }) => rule === "input/contradiction")
    .map(({ line, message, severity }) => `${severity} ${line}: ${message}`);
}

const EIGHT = "resources: {accelerator: H100, accelerators_per_node: 8}\n";
const BATCH = "micro_batch_size: 2, gradient_accumulation_steps: 4";

test.each<[string, string, string, string | undefined, RegExp | null]>([
  ["a product that divides", BATCH, `parallelism: {tensor: 4}\n${EIGHT}`, undefined, null],
  [
    "more than there are",
    BATCH,
    `parallelism: {tensor: 4, pipeline: 4}\n${EIGHT}`,
    undefined,
    /^notice 4: .* takes 16 .* 8 are declared; 16 are counted$/,
  ],
  ["a product that does not divide", BATCH, `parallelism: {tensor: 3}\n${EIGHT}`, undefined, /^notice 4: .* takes 3 .* 8 are declared$/],
  ["nothing declared of the machine", BATCH, "parallelism: {tensor: 16}\nresources: {accelerator: H100}\n", undefined, null],
  ["a global batch that agrees", `${BATCH}, global_batch_size: 64`, EIGHT, undefined, null],
  [
    "a global batch that does not",
    `${BATCH}, global_batch_size: 100`,
    EIGHT,
    undefined,
    /^notice 3: .* 2 × 4 × 8 = 64, and .* 100; 64 are counted$/,
  ],
  ["a size as rounded", BATCH, EIGHT, "id: gpt2, parameters: 0.12B", null],
  ["another size", BATCH, EIGHT, "id: gpt2, parameters: 7B", /^notice 2: model.parameters says 7B, .* has 124M; these are counted$/],
  ["a size that stands alone", BATCH, EIGHT, "parameters: 7B", null],
  ["more active than there are", BATCH, EIGHT, "parameters: 7B, active_parameters: 70B", /^notice 2: 70B parameters are active of 7B$/],
])("%s", (_, training, more, model, words) => {
  const found = told(training, more, model);
  if (words === null) expect(found).toEqual([]);
  else expect(found).toEqual([expect.stringMatching(words)]);
});
