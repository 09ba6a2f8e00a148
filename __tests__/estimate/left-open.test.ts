import { expect, test } from "@jest/globals";
import { estimated, type Raw, setUp } from "./estimated.js";

const EIGHT: Raw = {
  "model.id": "meta-llama/Llama-2-7b-hf",
  "training.method": "full",
  "training.sequence_length": 2048,
  "resources.accelerator": "A100-80GB",
  "resources.accelerators_per_node": 8,
};
const ADAPTERS: Raw = { "training.method": "qlora", "training.lora.rank": 8 };
const CORPUS: Raw = { "training.objective": "pretrain" };

/** Rows on a device and micro batches of a step, where a manifest leaves one or both open. */
test.each<[string, Raw, number, number]>([
  ["nothing is said: as many tokens as full fine-tunings hold", {}, 2, 1],
  ["short rows: more of them", { "training.sequence_length": 512 }, 8, 1],
  ["adapters: fewer tokens", ADAPTERS, 1, 1],
  ["a corpus: more", CORPUS, 4, 1],
  ["a global batch is cut into as many", { "training.global_batch_size": 128 }, 2, 8],
  ["none is cut that does not divide", { "training.global_batch_size": 24, "training.sequence_length": 512 }, 3, 1],
  ["a framework's default stands", { "training.framework": "hf-trainer" }, 8, 1],
  ["Levanter takes a device's share at once", { "training.framework": "levanter", "training.global_batch_size": 128 }, 16, 1],
])("batch: %s", (_, facts, micro, accumulation) => {
  const setup = setUp({ ...EIGHT, ...facts });
  expect([setup.micro_batch_size, setup.accumulation]).toEqual([micro, accumulation]);
});

/** Limit of a row where nobody says one. */
test.each<[string, string, number]>([
  ["the usual one, however long the model was made for", "meta-llama/Llama-3.1-8B", 2048],
  ["no more than the model was made for", "gpt2", 1024],
])("limit: %s", (_, model, limit) => expect(setUp({ "model.id": model }).sequence_length).toBe(limit));

const LARGE: Raw = { "model.id": "meta-llama/Llama-2-70b-hf" };

/** What shards where a manifest does not say: the stage, 3 for FSDP. */
test.each<[string, Raw, number]>([
  ["DeepSpeed: what one device does not hold", { ...LARGE, "training.framework": "deepspeed" }, 3],
  ["DeepSpeed: nothing, where it does", { "model.id": "gpt2", "training.framework": "deepspeed" }, 0],
  ["DeepSpeed: nothing, where that is said", { ...LARGE, "training.framework": "deepspeed", "parallelism.strategy": "ddp" }, 0],
  ["the Trainer: nothing, whatever it holds", { ...LARGE, "training.framework": "hf-trainer" }, 0],
  ["fsdp_qlora: always", { ...LARGE, ...ADAPTERS, "training.framework": "fsdp_qlora" }, 3],
])("sharding: %s", (_, facts, stage) => expect(setUp({ ...EIGHT, ...facts }).stage).toBe(stage));

test("nobody takes DeepSpeed to train in fp32", () =>
  expect(setUp({ ...EIGHT, "training.framework": "deepspeed" }).activation_bytes).toBe(2));

/** Bytes of an activation where the Trainer's fp32 is only a flag left out. */
test.each<[string, Raw, number]>([
  ["adapters are added to a checkpoint in half precision", { ...ADAPTERS, "training.framework": "hf-trainer" }, 2],
  ["so is what no device holds in fp32", { ...LARGE, "training.framework": "hf-trainer" }, 2],
  ["what fits is trained as the Trainer says", { "model.id": "gpt2", "training.framework": "hf-trainer" }, 4],
  [
    "and what somebody shards is not, its precision stands in that configuration",
    { "model.id": "gpt2", "training.framework": "hf-trainer", "parallelism.strategy": "zero2" },
    2,
  ],
  ["and what is said is done", { ...ADAPTERS, "training.framework": "hf-trainer", "training.precision": "fp32" }, 4],
])("precision: %s", (_, facts, bytes) => expect(setUp({ ...EIGHT, ...facts }).activation_bytes).toBe(bytes));

/** Checkpointing where nobody says so. */
test.each<[string, Raw, string]>([
  ["PEFT turns it on for a base in few bits", { ...ADAPTERS, "training.framework": "hf-trainer" }, "full"],
  ["unless that is said", { ...ADAPTERS, "training.framework": "hf-trainer", "training.gradient_checkpointing": false }, "none"],
  ["the Trainer does not", { "training.method": "lora", "training.framework": "hf-trainer" }, "none"],
  ["nor did TRL, which asks the flag", { ...ADAPTERS, "training.framework": "trl 0.12" }, "none"],
])("checkpointing: %s", (_, facts, how) => expect(setUp({ ...EIGHT, ...facts }).checkpointing).toBe(how));

const STEPS: Raw = { ...EIGHT, "training.micro_batch_size": 1, "training.max_steps": 100 };
const tokens = (facts: Raw) => estimated({ ...STEPS, ...facts }).terms.find(({ id }) => id === "work.tokens")?.value;
const FULL = 100 * 8 * 2048;

test.each<[string, Raw, "full" | "shorter"]>([
  ["a corpus fills them", CORPUS, "full"],
  ["packing fills them", { "training.packing": true }, "full"],
  ["XLA pads them", { "training.framework": "levanter", "training.packing": false }, "full"],
  ["examples do not", { "training.packing": false }, "shorter"],
  ["NeMo packs no examples", { "training.framework": "nemo" }, "shorter"],
  ["NeMo packs a corpus", { "training.framework": "nemo", ...CORPUS }, "full"],
])("rows of a hundred steps: %s", (_, facts, rows) => {
  const found = tokens(facts) ?? 0;
  if (rows === "full") expect(found).toBe(FULL);
  else expect(found).toBeLessThan(FULL / 2);
});

const share = (facts: Raw) => estimated({ ...EIGHT, ...CORPUS, ...facts }).terms.find(({ id }) => id === "run.goodput")?.value;

test.each<[string, Raw, number]>([
  ["few accelerators", { "training.tokens": 1e9 }, 0.94],
  ["a cluster", { "training.tokens": 1e9, "resources.nodes": 8 }, 0.67],
  ["as many as two trillion tokens need, on whatever is named", { "training.tokens": 2e12 }, 0.67],
  ["all weights tuned on several by the Trainer", { "training.objective": "sft", "training.tokens": 1e9 }, 0.6],
  ["all weights tuned by compiled code", { "training.objective": "sft", "training.framework": "olmo", "training.tokens": 1e9 }, 0.94],
  ["adapters", { ...ADAPTERS, "training.objective": "sft", "training.tokens": 1e9 }, 0.94],
])("share of the run that trains: %s", (_, facts, found) => expect(share(facts)).toBeCloseTo(found, 6));

/** Ends of the peak's range against those of the same job with checkpointing said either way. */
test.each<[string, Raw, boolean]>([
  ["a person who names a framework, and not checkpointing", { "training.framework": "trl" }, true],
  ["who names none", {}, true],
  ["who says it", { "training.framework": "trl", "training.gradient_checkpointing": true }, false],
])("checkpointing left out by %s", (_, said, open) => {
  const job = { ...EIGHT, ...ADAPTERS, "training.micro_batch_size": 4 };
  const peak = (more: Raw) => estimated({ ...job, ...said, ...more }).memory?.peak;
  const [range, on, off] = [
    peak({}),
    peak({ "training.gradient_checkpointing": true }),
    peak({ "training.gradient_checkpointing": false }),
  ];
  expect(range?.low).toBe(on?.low);
  expect(range?.high === off?.high).toBe(open);
});

/** Bytes of a weight of a PyTorch script. */
test.each<[string, Raw, number]>([
  ["half precision is autocast over what the script makes", { "training.precision": "bf16" }, 4],
  ["unless its weights are said", { "training.precision": "bf16", "training.weights_dtype": "bf16" }, 2],
  ["adapters stand beside a checkpoint as it is", { ...ADAPTERS, "training.precision": "bf16" }, 2],
])("PyTorch: %s", (_, said, bytes) => expect(setUp({ ...EIGHT, "training.framework": "pytorch", ...said }).weight_bytes).toBe(bytes));
