import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run } from "../../src/run.js";

/** What is not estimated of a model that is said in these words: reason and key to add; else its parameters. */
function told(model: string): string {
  const text = `apiVersion: traincost/v1\nmodel: ${model}\ntraining: {tokens: 1B}\nresources: {accelerator: H100}\n`;
  const snapshot = snapshotOf({ "a.traincost.yml": text });
  const outcome = run({ snapshot, paths: ["."], config: null, today: "2026-11-24", version: "0", scope: "check" });
  if (!outcome.ok) throw new Error("config");
  const [job] = outcome.report.jobs;
  const [refused] = job?.estimate.refused ?? [];
  return refused ? `${refused.reason}: ${refused.add}` : String(job?.model.parameters);
}

const LLAMA = "model_type: llama, num_hidden_layers: 32, num_attention_heads: 32, vocab_size: 32000, intermediate_size: 11008";
const NOT = "the architecture has no hidden_size that is a number above 0";

test.each([
  ["{}", "no model is named: model.id"],
  ["{id: nobody/nothing}", "the catalogue does not have this model: model.parameters"],
  [`{architecture: {${LLAMA}}}`, `${NOT}: model.architecture.hidden_size`],
  [`{architecture: {${LLAMA}, hiden_size: 4096}}`, `${NOT}; is hiden_size meant to be it?: model.architecture.hidden_size`],
  [`{architecture: {${LLAMA}, hidden_size: -4096}}`, `${NOT}: model.architecture.hidden_size`],
  [`{architecture: {${LLAMA}, hidden_size: large}}`, `${NOT}: model.architecture.hidden_size`],
  [`{architecture: {${LLAMA}, hidden_size: 4096}}`, "6738415616"],
  ["{id: meta-llama/Llama-2-7b-hf}", "6738415616"],
  ["{id: meta-llama/Llama-2-7b-hf, architecture: {vocab_size: 64000}}", String(6738415616 + 2 * 32000 * 4096)],
])("%s", (model, words) => expect(told(model)).toBe(words));
