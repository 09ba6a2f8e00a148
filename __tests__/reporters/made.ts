import type { FindingReport, Interval, JobReport, Report } from "../../src/model/report.js";

/** Reports by hand: what a case is about is written, everything else is one ordinary LoRA job. */
export const interval = (expected: number): Interval => ({ low: expected * 0.75, expected, high: expected * 1.5 });

export function job(name: string, cost: number | null, more: Partial<JobReport> = {}): JobReport {
  const money = cost === null ? null : interval(cost);
  return {
    id: `train/${name}.yml#${name}`,
    name,
    file: `train/${name}.yml`,
    line: 3,
    format: "axolotl",
    verdict: cost === null ? "unknown" : "pass",
    runs: 1,
    labels: {},
    sources: [],
    model: { id: "meta-llama/Llama-3.1-8B", parameters: 8.03e9, active_parameters: null, trainable_parameters: null, architecture: null },
    training: { method: "lora" },
    parallelism: {},
    resources: { accelerator: "H100-SXM-80GB", accelerators: 8 },
    origins: { "training.epochs": { kind: "assumed", file: null, line: null, note: "one pass over the data", value: 1 } },
    estimate: {
      host_memory_gib: null,
      evaluation_gib: null,
      disk_gib: null,
      memory_gib: {
        weights: 15,
        gradients: 1,
        optimizer: 2,
        activations: 20,
        logits: 4,
        buffers: 1,
        overhead: 2,
        peak_allocated: 43,
        peak_reserved: 45,
        peak: cost === null ? null : interval(45),
        capacity: 79.1,
      },
      fits: cost === null ? "unknown" : "yes",
      flops: null,
      tokens_per_second: null,
      tokens_per_second_per_accelerator: null,
      mfu: null,
      wall_hours: cost === null ? null : interval(cost / 16),
      gpu_hours: cost === null ? null : interval(cost / 2),
      hourly_cost: 16,
      cost: money,
      worst_case: null,
      refused: cost === null ? [{ what: "cost", reason: "the data set's size is not written", add: "data.tokens" }] : [],
      terms: [],
    },
    reported: null,
    findings: [],
    alternatives: [],
    ...more,
  };
}

const both = (file: string, line: number) => ({ file, line, base_file: file, base_line: line });

/** `change` in USD against base, and the input that made it. */
export const changed = (name: string, before: number, after: number, more: Partial<JobReport> = {}): JobReport =>
  job(name, after, {
    change: {
      status: before === after ? "unchanged" : "changed",
      cost: interval(after - before),
      gpu_hours: interval((after - before) / 2),
      peak_gib: interval(0),
      base_verdict: "pass",
      base: null,
      inputs: before === after ? [] : [{ path: "training.epochs", from: 2, to: 3, ...both(`train/${name}.yml`, 7) }],
    },
    ...more,
  });

export const finding = (
  of: JobReport | null,
  rule: string,
  severity: FindingReport["severity"],
  message: string,
  help: string | null = null,
): FindingReport => ({
  rule,
  severity,
  message,
  job: of?.id ?? null,
  file: of?.file ?? null,
  line: of?.line ?? null,
  column: 1,
  end_line: null,
  help,
});

const sum = (all: readonly (Interval | null | undefined)[]): Interval | null => {
  const known = all.filter((each) => each !== null && each !== undefined);
  const add = (key: keyof Interval) => known.reduce((total, each) => total + each[key], 0);
  return known.length === 0 ? null : { low: add("low"), expected: add("expected"), high: add("high") };
};

const times = (one: Interval | null, by: number): Interval | null =>
  one && { low: one.low * by, expected: one.expected * by, high: one.high * by };

export function report(jobs: readonly JobReport[], findings: readonly FindingReport[] = [], budgets: Report["budgets"] = []): Report {
  const head = jobs.filter(({ change }) => change?.status !== "removed");
  const count = (verdict: string) => head.filter((each) => each.verdict === verdict).length;
  const counts = findings.filter(({ job: id }) => jobs.find((each) => each.id === id)?.change?.status !== "unchanged");
  const verdict = counts.some(({ severity }) => severity === "error")
    ? "fail"
    : counts.some(({ severity }) => severity === "warning")
      ? "warn"
      : "pass";
  return {
    schema: "traincost/1",
    tool: { version: "0.0.0" },
    currency: "USD",
    prices_as_of: "2026-10-01",
    summary: {
      verdict,
      files_scanned: head.length,
      jobs: head.length,
      estimated: head.length - count("unknown"),
      refused: count("unknown"),
      failed: count("fail"),
      warned: count("warn"),
      gpu_hours: sum(head.map(({ estimate, runs }) => times(estimate.gpu_hours, runs))),
      cost: sum(head.map(({ estimate, runs }) => times(estimate.cost, runs))),
      ...(jobs.some(({ change }) => change) && {
        cost_change: sum(jobs.map(({ change }) => change?.cost)),
        gpu_hours_change: sum(jobs.map(({ change }) => change?.gpu_hours)),
      }),
    },
    jobs,
    budgets,
    findings,
  };
}
