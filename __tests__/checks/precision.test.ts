import { expect, test } from "@jest/globals";
import { snapshotOf } from "../../src/model/snapshot.js";
import { run } from "../../src/run.js";

/** What is said of a precision that a card has not: what to use instead. */
function told(accelerator: string, precision: string): string | null | undefined {
  const text = `apiVersion: traincost/v1\nmodel: {id: gpt2}\ntraining: {tokens: 1B, precision: ${precision}}\nresources: {accelerator: ${accelerator}}\n`;
  const snapshot = snapshotOf({ "a.traincost.yml": text });
  const outcome = run({ snapshot, paths: ["."], config: null, today: "2026-11-24", version: "0", scope: "check" });
  if (!outcome.ok) throw new Error("config");
  return outcome.report.findings.find(({ rule }) => rule === "precision/unsupported")?.help;
}

test.each([
  ["V100-32GB", "bf16", "use fp16"],
  ["V100-32GB", "fp16", undefined],
  ["GTX 1080 Ti", "bf16", "use fp16"],
  ["T4", "tf32", "use fp16"],
  ["A100-80GB", "fp8", "use bf16"],
  ["RTX 3090", "fp8", "use bf16"],
  ["TPU v4", "fp8", "use bf16"],
  ["H100", "fp8", undefined],
  ["L4", "fp8", undefined],
  ["Gaudi", "fp8", undefined],
])("%s with %s", (accelerator, precision, help) => expect(told(accelerator, precision)).toBe(help));
