import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { runDiff } from "../../src/run.js";

const job = (name: string, changed: Readonly<Record<string, string>> = {}) => {
  const said = { model: "{id: gpt2}", tokens: "1B", sequence: "1024", batch: "4", accelerator: "H100", count: "1", ...changed };
  return `apiVersion: traincost/v1
name: ${name}
model: ${said.model}
training: {tokens: ${said.tokens}, sequence_length: ${said.sequence}, micro_batch_size: ${said.batch}}
resources: {accelerator: ${said.accelerator}, accelerators_per_node: ${said.count}}
`;
};
const other = (name: string) =>
  job(name, { model: "{id: meta-llama/Llama-2-7b-hf}", tokens: "9B", sequence: "4096", batch: "1", accelerator: "A100-80GB", count: "8" });

type Files = Readonly<Record<string, string>>;

function changes(base: Files, head: Files) {
  const request = { paths: ["."], config: null, today: "2026-11-24", version: "0", scope: "check" } as const;
  const outcome = runDiff({ ...request, base: snapshotOf(base), head: snapshotOf(head) });
  if (!outcome.ok) throw new Error("config");
  return outcome.report.jobs;
}

const told = (base: Files, head: Files) =>
  changes(base, head)
    .map(({ id, change }) => `${change?.status} ${id}${change?.base && change.base.id !== id ? ` was ${change.base.id}` : ""}`)
    .sort();

test.each<[string, Files, Files, string[]]>([
  ["the same", { "a.traincost.yml": job("x") }, { "a.traincost.yml": job("x") }, ["unchanged a.traincost.yml#x"]],
  [
    "added beside another",
    { "a.traincost.yml": job("x") },
    { "a.traincost.yml": job("x"), "b.traincost.yml": other("y") },
    ["added b.traincost.yml#y", "unchanged a.traincost.yml#x"],
  ],
  [
    "removed",
    { "a.traincost.yml": job("x"), "b.traincost.yml": other("y") },
    { "a.traincost.yml": job("x") },
    ["removed b.traincost.yml#y", "unchanged a.traincost.yml#x"],
  ],
  [
    "a file moved",
    { "a.traincost.yml": job("x") },
    { "deep/b.traincost.yml": job("x") },
    ["unchanged deep/b.traincost.yml#x was a.traincost.yml#x"],
  ],
  [
    "a file with a time limit moved",
    { "a.traincost.yml": job("x", { count: "1, time_limit: 24h" }) },
    { "deep/b.traincost.yml": `# a comment\n${job("x", { count: "1, time_limit: 24h" })}` },
    ["unchanged deep/b.traincost.yml#x was a.traincost.yml#x"],
  ],
  [
    "a file moved and edited",
    { "a.traincost.yml": job("x") },
    { "b.traincost.yml": job("x", { tokens: "2B" }) },
    ["changed b.traincost.yml#x was a.traincost.yml#x"],
  ],
  [
    "a job renamed inside its file",
    { "a.traincost.yml": job("x") },
    { "a.traincost.yml": job("y", { tokens: "2B" }) },
    ["changed a.traincost.yml#y was a.traincost.yml#x"],
  ],
  [
    "file and job renamed, content alike",
    { "a.traincost.yml": job("x") },
    { "b.traincost.yml": job("y", { batch: "8" }) },
    ["changed b.traincost.yml#y was a.traincost.yml#x"],
  ],
  [
    "two jobs swap files: ids decide",
    { "a.traincost.yml": job("x"), "b.traincost.yml": other("x") },
    { "a.traincost.yml": other("x"), "b.traincost.yml": job("x") },
    ["changed a.traincost.yml#x", "changed b.traincost.yml#x"],
  ],
  [
    "two files moved: content decides",
    { "a.traincost.yml": job("x"), "b.traincost.yml": other("x") },
    { "c.traincost.yml": other("x"), "d.traincost.yml": job("x") },
    ["unchanged c.traincost.yml#x was b.traincost.yml#x", "unchanged d.traincost.yml#x was a.traincost.yml#x"],
  ],
  [
    "another job in another place is not a rename",
    { "a.traincost.yml": job("x") },
    { "b.traincost.yml": other("y") },
    ["added b.traincost.yml#y", "removed a.traincost.yml#x"],
  ],
])("%s", (_, base, head, expected) => {
  expect(told(base, head)).toEqual(expected);
});

test("a recipe that gains a launcher is the same job", () => {
  const recipe = "base_model: gpt2\ndatasets: [{path: tatsu-lab/alpaca, type: alpaca}]\nmicro_batch_size: 1\nsequence_len: 512\n";
  const launcher = "#!/bin/bash\n#SBATCH --gres=gpu:h100:4\naccelerate launch -m axolotl.cli.train train/a.yml\n";
  expect(told({ "train/a.yml": recipe }, { "train/a.yml": recipe, "go.slurm": launcher })).toEqual([
    "changed go.slurm#go was train/a.yml#a",
  ]);
});

test("why: the inputs with their lines on both sides, what follows from them, and the figures before", () => {
  const before = `# a comment more\n${job("x")}`;
  const [changed] = changes({ "a.traincost.yml": before }, { "b.traincost.yml": job("x", { accelerator: "A100-80GB" }) });
  const inputs = new Map(changed?.change?.inputs.map((input) => [input.path, input]));
  expect(inputs.get("resources.accelerator")).toMatchObject({
    file: "b.traincost.yml",
    line: 5,
    base_file: "a.traincost.yml",
    base_line: 6,
  });
  expect(inputs.get("resources.price_per_accelerator_hour")).toMatchObject({ from: expect.any(Number), to: expect.any(Number) });
  expect([...inputs.keys()]).not.toContain("training.tokens");
  const { base, cost } = changed?.change ?? {};
  const after = (base?.cost?.expected ?? Number.NaN) + (cost?.expected ?? Number.NaN);
  expect(after).toBeCloseTo(changed?.estimate.cost?.expected ?? 0, 4);
});

/** Sum of the costs' change, jobs left out of it, verdict of the one budget, per pair of sides: what cannot be known is no saving. */
const unpriced = job("x", { accelerator: "null", count: "null" });
const runs = (text: string, count: number) => `${text}runs: ${count}\n`;
test.each<[string, Files, Files, { cost: (number | null)[]; sum: "more" | "less" | "none" | "unknown"; left: number; over: boolean }]>([
  [
    "becomes unknown",
    { "a.traincost.yml": job("x") },
    { "a.traincost.yml": unpriced },
    { cost: [null], sum: "unknown", left: 1, over: false },
  ],
  ["was unknown", { "a.traincost.yml": unpriced }, { "a.traincost.yml": job("x") }, { cost: [null], sum: "unknown", left: 1, over: false }],
  ["added, unknown", {}, { "a.traincost.yml": unpriced }, { cost: [null], sum: "unknown", left: 1, over: false }],
  ["removed, unknown", { "a.traincost.yml": unpriced }, {}, { cost: [null], sum: "unknown", left: 1, over: false }],
  [
    "unknown and untouched",
    { "a.traincost.yml": unpriced },
    { "a.traincost.yml": unpriced },
    { cost: [null], sum: "none", left: 0, over: false },
  ],
  ["added", {}, { "a.traincost.yml": job("x") }, { cost: [1], sum: "more", left: 0, over: true }],
  ["removed", { "a.traincost.yml": job("x") }, {}, { cost: [-1], sum: "less", left: 0, over: false }],
  [
    "one becomes unknown, one is added",
    { "a.traincost.yml": job("x") },
    { "a.traincost.yml": unpriced, "b.traincost.yml": other("y") },
    { cost: [null, 1], sum: "more", left: 1, over: true },
  ],
  [
    "one becomes unknown, one is removed",
    { "a.traincost.yml": job("x"), "b.traincost.yml": other("y") },
    { "a.traincost.yml": unpriced },
    { cost: [null, -1], sum: "less", left: 1, over: false },
  ],
  [
    "the same job, run a hundred times",
    { "a.traincost.yml": runs(job("x"), 1) },
    { "a.traincost.yml": runs(job("x"), 100) },
    { cost: [0], sum: "more", left: 0, over: true },
  ],
])("change of cost: %s", (_, base, head, expected) => {
  const config = { text: "version: 1\nbudgets: [{name: b, change: {fail: '+1'}}]\n", file: ".traincost.yml" };
  const request = { paths: ["."], config, today: "2026-11-24", version: "0", scope: "check" } as const;
  const outcome = runDiff({ ...request, base: snapshotOf(base), head: snapshotOf(head) });
  if (!outcome.ok) throw new Error("config");
  const { summary, jobs, budgets } = outcome.report;
  const sum = summary.cost_change === null ? "unknown" : Math.sign(summary.cost_change?.expected ?? 0);
  expect({
    cost: jobs.map(({ change }) => (change?.cost ? Math.sign(change.cost.expected) : null)),
    sum: sum === "unknown" ? sum : sum > 0 ? "more" : sum < 0 ? "less" : "none",
    left: summary.change_unknown ?? 0,
    over: budgets.some(({ metric, verdict }) => metric === "change" && verdict === "fail"),
  }).toEqual(expected);
  for (const range of [summary.cost_change, summary.gpu_hours_change, ...jobs.map(({ change }) => change?.cost)])
    if (range) expect(range.low <= range.expected && range.expected <= range.high).toBe(true);
});

test("an input below a section's own keys has its value and its line on both sides", () => {
  const adapters = (rank: number) => `${job("x")}`.replace("training: {", `training: {method: lora, lora: {rank: ${rank}}, `);
  const [only] = changes({ "a.traincost.yml": adapters(8) }, { "a.traincost.yml": adapters(16) });
  const place = { file: "a.traincost.yml", line: 4, base_file: "a.traincost.yml", base_line: 4 };
  expect(only?.change?.inputs).toContainEqual({ path: "training.lora.rank", from: 8, to: 16, ...place });
});

test("why: an input that no section of the report holds", () => {
  const compiled = (yes: boolean) => job("x").replace("training: {", `training: {torch_compile: ${yes}, `);
  const [only] = changes({ "a.traincost.yml": compiled(true) }, { "a.traincost.yml": compiled(false) });
  expect(only?.change?.inputs).toMatchObject([{ path: "training.torch_compile", from: true, to: false, line: 4, base_line: 4 }]);
});

test("why: how many examples there are, under the name and at the line the file has", () => {
  const text = (examples: string) => `${job("x").replace("tokens: 1B, ", "")}data: {examples: ${examples}, tokens_per_example: 100}\n`;
  const [only] = changes({ "a.traincost.yml": text("1000") }, { "a.traincost.yml": text("2000") });
  expect(only?.change?.inputs).toContainEqual(
    expect.objectContaining({ path: "data.examples", from: 1000, to: 2000, line: 6, base_line: 6 }),
  );
});

test("a new version of the framework alters the jobs whose figures it moves, and no others", () => {
  const recipe =
    "# traincost: resources.accelerator=A100-80GB\nmodel_name_or_path: Qwen/Qwen2.5-0.5B\ndataset_name: trl-lib/Capybara\nmax_length: 1024\nper_device_train_batch_size: 2\nnum_train_epochs: 1\n";
  const pinned = (version: string) => ({ "train/sft.yaml": recipe, "requirements.txt": `trl==${version}\n` });
  const statusOf = (from: string, to: string) => {
    const [only] = changes(pinned(from), pinned(to));
    return [only?.change?.status, only?.change?.inputs.map(({ path, from, to }) => `${path} ${from} → ${to}`).at(0)];
  };
  expect(statusOf("0.12.1", "0.12.2")).toEqual(["unchanged", undefined]);
  expect(statusOf("0.12.1", "0.24.0")).toEqual(["changed", "training.framework trl 0.12.1 → trl 0.24.0"]);
});
