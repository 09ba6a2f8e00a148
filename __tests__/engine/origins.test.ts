import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run } from "../../src/run.js";

const JOB = `apiVersion: traincost/v1
name: a
model: {id: gpt2}
training: {tokens: 1B, sequence_length: 1024, micro_batch_size: 4}
`;

/** One input of a job as the report tells it: kind, value, and what the note begins with. */
function origin(path: string, more: string, config = "") {
  const outcome = run({
    snapshot: snapshotOf({ "a.traincost.yml": JOB + more }),
    paths: ["."],
    config: { text: `version: 1\n${config}`, file: ".traincost.yml" },
    today: "2026-11-24",
    version: "0",
    scope: "check",
  });
  if (!outcome.ok) throw new Error("config");
  const told = outcome.report.jobs[0]?.origins[path];
  return `${told?.kind} ${told?.value ?? "?"}${told?.file ? ` ${told.file}:${told.line}` : ""}${told?.note ? ` ${told.note.split(":")[0]}` : ""}`;
}

const PRICE = "resources.price_per_accelerator_hour";
const RATE = "prices: {rates: [{accelerator: H100, usd_per_accelerator_hour: 2.5}]}\n";

const CACHED = "/hub/models--Qwen--Qwen2.5-7B/snapshots/d149729398750b98c0af14eb82c78cfe92750796";

test.each([
  [
    "a model in the hub's cache",
    "model.id",
    `# traincost: model.id=${CACHED}\n`,
    "",
    "declared Qwen/Qwen2.5-7B a.traincost.yml:5 directive",
  ],
  ["a limit in hours", "resources.time_limit", "resources: {accelerator: H100, time_limit: 2d}\n", "", "declared 48 a.traincost.yml:5"],
  ["a budget in hours", "budget.wall_hours", "budget: {wall_hours: 90m}\n", "", "declared 1.5 a.traincost.yml:5"],
  ["memory in GiB", "budget.memory", "budget: {memory: 80GiB}\n", "", "declared 80 a.traincost.yml:5"],
  ["a price of the config", PRICE, "resources: {accelerator: H100}\n", RATE, "override 2.5 .traincost.yml:2 prices.rates of the config"],
  [
    "a price of the manifest",
    PRICE,
    "resources: {accelerator: H100, price_per_accelerator_hour: 3}\n",
    RATE,
    "declared 3 a.traincost.yml:5",
  ],
])("%s", (_, path, more, config, told) => expect(origin(path, more, config)).toBe(told));

test.each([
  ["of the median", "resources: {accelerator: H100}\n", /^catalogue [\d.]+ no cloud is named; the median of all$/],
  ["of the cloud", "resources: {accelerator: H100, cloud: aws}\n", /^catalogue [\d.]+ the cheapest of this cloud$/],
  ["of the instance", "resources: {instance_type: p5.48xlarge}\n", /^catalogue [\d.]+ aws p5\.48xlarge/],
  ["of a cloud that has none", "resources: {accelerator: H100, cloud: nchc}\n", /^assumed [\d.]+ no price on nchc is known/],
])("a price %s", (_, more, told) => expect(origin(PRICE, more)).toMatch(told));

test("what QLoRA holds its base in is assumed, and said", () => {
  const config = "overrides: [{match: {}, set: {training.method: qlora}}]\n";
  expect(origin("training.quantization", "resources: {accelerator: H100}\n", config)).toBe(
    "assumed nf4 QLoRA's own data type; no quantization is named",
  );
});
