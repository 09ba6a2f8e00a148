// Runs the scores kept beside the project, where they are, against the floors of .ci/floors.json. A floor only rises.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const SHARED = "../shared";
const floors = JSON.parse(readFileSync(".ci/floors.json", "utf8"));
if (!existsSync(`${SHARED}/tools`)) {
  console.log("no scores beside this checkout: skipped");
  process.exit(0);
}

const run = (tool, ...args) =>
  execFileSync(process.execPath, [`${SHARED}/tools/${tool}.mjs`, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
const failures = [];
const atLeast = (name, value) => value >= floors[name] || failures.push(`${name} is ${value}, the floor is ${floors[name]}`);
const atMost = (name, value) => value <= floors[name] || failures.push(`${name} is ${value}, the ceiling is ${floors[name]}`);

const extraction = run("score-extraction").trim().split("\n").at(-1) ?? "";
console.log(extraction);
const [, recognition, fields] = /recognition F1 ([\d.]+) · fields F1 ([\d.]+)/.exec(extraction) ?? [];
atLeast("recognition_f1", Number(recognition));
atLeast("fields_f1", Number(fields));

for (const what of ["memory", "throughput", "gpu_hours"]) {
  const line = run("score-accuracy", `${SHARED}/truth/${what}.jsonl`).trim().split("\n").at(-1) ?? "";
  console.log(`${what}: ${line}`);
  atMost(`${what}_median_percent`, Number(/median\s+([\d.]+)%/.exec(line)?.[1]));
  atMost(`${what}_p90_percent`, Number(/p90\s+([\d.]+)%/.exec(line)?.[1]));
  if (what === "memory") atMost("false_fits", Number(/false fits (\d+)/.exec(line)?.[1]));
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
