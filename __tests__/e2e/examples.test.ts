import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import type { JobReport, Report } from "../../src/model/report.js";
import { traincost } from "./command.js";

const report = JSON.parse(traincost(["check", "examples", "--format", "json"]).stdout) as Report;
const job = (name: string): JobReport => {
  const found = report.jobs.find((each) => each.name === name);
  if (!found) throw new Error(`no job ${name} in ${report.jobs.map((each) => each.name).join(", ")}`);
  return found;
};

test("the report is what its schema says", () => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync("schema/report.schema.json", "utf8")),
  );
  validate(report);
  expect(validate.errors).toBeNull();
});

test("at least twelve jobs over at least six formats, all estimated", () => {
  expect(report.jobs.length).toBeGreaterThanOrEqual(12);
  expect(new Set(report.jobs.flatMap(({ sources }) => sources.map(({ format }) => format))).size).toBeGreaterThanOrEqual(6);
  expect(report.jobs.filter(({ estimate }) => estimate.cost === null)).toEqual([]);
});

test.each([
  ["llama-2-7b-pretraining", 2],
  ["llama-2-70b-pretraining", 2],
  ["taiwan-llama-continued-pretraining", 2],
])("%s is within a factor of %d of what was reported", (name, factor) => {
  const { estimate, reported } = job(name);
  const ratio = (estimate.gpu_hours?.expected ?? 0) / (reported?.gpu_hours ?? 1);
  expect(ratio).toBeGreaterThan(1 / factor);
  expect(ratio).toBeLessThan(factor);
});

test("a launch and the recipe it names are one job", () => {
  expect(job("taiwan-llama-sft").sources.map(({ file }) => file)).toEqual([
    "examples/taiwan-llama/sky.yaml",
    "examples/taiwan-llama/sft.yaml",
  ]);
  expect(
    job("llama-2-chat-sft")
      .sources.map(({ role }) => role)
      .sort(),
  ).toEqual(["accelerate", "launch", "recipe"]);
});

test("a centre's own rates come from the config", () => {
  expect(job("bert-v100").estimate.hourly_cost).toBe(20);
  expect(job("bert-v100-academic").estimate.hourly_cost).toBe(4);
});

test("the parts of memory add up to the peak", () => {
  for (const { estimate } of report.jobs) {
    const { weights, gradients, optimizer, activations, logits, buffers, overhead, peak_allocated, peak } = estimate.memory_gib;
    const parts = [weights, gradients, optimizer, activations, logits, buffers].reduce((sum: number, part) => sum + (part ?? 0), 0);
    expect(parts).toBeCloseTo(peak_allocated ?? 0, 2);
    expect(parts + (overhead ?? 0)).toBeCloseTo(peak?.expected ?? 0, 2);
  }
});

test("explain prints the value of every input, also of those that no other key of the report holds", () => {
  const { stdout } = traincost(["explain", "taiwan-llama-sft"], { cwd: "examples" });
  const inputs = stdout.slice(stdout.indexOf("\nInputs\n") + 8, stdout.indexOf("\n\nWorking\n")).split("\n");
  expect(inputs.length).toBeGreaterThan(20);
  expect(
    inputs.filter((line) => !/^ {2}[\w.]+ +\S+(?: (?:h|GiB|USD))? +(declared|derived|default|catalogue|assumed|override)\b/.test(line)),
  ).toEqual([]);
  expect(stdout).toMatch(/data\.tokens +180M +declared at examples\/taiwan-llama\/sky\.yaml:2: directive/);
});

test("csv has what the table leaves out, and what a run was reported to take", () => {
  const { stdout } = traincost(["check", "examples", "--format", "csv"]);
  const [head = "", ...rows] = stdout.split("\r\n");
  const column = head.split(",").indexOf("reported_gpu_hours");
  const row = rows.find((line) => line.includes("#llama-2-70b-pretraining"))?.split(",");
  expect(row?.[column]).toBe("1720320");
});
