import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run } from "../../src/run.js";

/** What is said of names that a manifest has and nobody knows, and what to write instead. */
function told(model: string, training: string, resources: string): string {
  const text = `apiVersion: traincost/v1\nmodel: {${model}}\ntraining: {tokens: 1B, ${training}}\nresources: {${resources}}\n`;
  const snapshot = snapshotOf({ "a.traincost.yml": text });
  const outcome = run({ snapshot, paths: ["."], config: null, today: "2026-11-24", version: "0", scope: "check" });
  if (!outcome.ok) throw new Error("config");
  return outcome.report.findings
    .filter(({ rule }) => /^(input|catalogue)\//.test(rule))
    .map(({ rule, line, help }) => `${rule} ${line} ${help}`)
    .join();
}

test.each([
  ["all known", "id: gpt2", "framework: trl 0.12, optimizer: adamw_torch_fused", "accelerator: H100", ""],
  ["a framework", "id: gpt2", "framework: axolotll", "accelerator: H100", "input/unknown-word 3 # traincost: training.framework=axolotl"],
  ["an optimizer", "id: gpt2", "optimizer: lino", "accelerator: H100", "input/unknown-word 3 # traincost: training.optimizer=lion"],
  ["Megatron's name for Adam", "id: gpt2", "optimizer: mcore_distributed_optim", "accelerator: H100", ""],
  [
    "a quantization",
    "id: gpt2",
    "method: qlora, quantization: nf5",
    "accelerator: H100",
    "input/unknown-word 3 # traincost: training.quantization=nf4",
  ],
  ["layers of other spellings", "id: gpt2", "method: lora, lora: {rank: 8, target_modules: [c_attn]}", "accelerator: H100", ""],
  [
    "layers that the model does not have",
    "id: gpt2",
    "lora: {rank: 8, target_modules: [q_porj, lm_head]}",
    "accelerator: H100",
    "input/unknown-word 3 name layers of it, as in # traincost: training.lora.target_modules=q_proj,k_proj",
  ],
  [
    "an accelerator",
    "id: gpt2",
    "epochs: 1",
    "accelerator: A100-80GBB",
    "catalogue/unknown-accelerator 4 # traincost: resources.accelerator=A100-80GB",
  ],
  [
    "an instance",
    "id: gpt2",
    "epochs: 1",
    "instance_type: p5.48xlarg",
    "catalogue/unknown-instance 4 # traincost: resources.instance_type=p5.48xlarge",
  ],
  [
    "a model that says its size",
    "id: acme/own-9b",
    "epochs: 1",
    "accelerator: H100",
    "catalogue/unknown-model 2 # traincost: model.parameters=9B",
  ],
  [
    "an instance of another card",
    "id: gpt2",
    "epochs: 1",
    "accelerator: A100-80GB, instance_type: p5.48xlarge",
    "input/contradiction 4 # traincost: resources.accelerator=H100-SXM-80GB",
  ],
  [
    "an instance of one that the name may mean",
    "id: gpt2",
    "epochs: 1",
    "accelerator: A100, instance_type: p4d.24xlarge",
    "catalogue/ambiguous-accelerator 4",
  ],
])("%s", (_, model, training, resources, words) => expect(told(model, training, resources)).toMatch(words === "" ? /^$/ : words));
