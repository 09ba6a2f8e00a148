import type { CheckedJob, Finding, JobVerdict } from "../checks/input.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Estimate } from "../model/estimate.js";
import type { FactName, KnownFacts } from "../model/facts.js";
import type {
  BudgetReport,
  EstimateReport,
  FindingReport,
  Interval,
  JobReport,
  MemoryReport,
  OriginReport,
  Report,
  Verdict,
} from "../model/report.js";
import { GIB, HOUR, type Range } from "../model/units.js";

export interface Composition {
  readonly jobs: readonly CheckedJob[];
  readonly verdicts: ReadonlyMap<string, JobVerdict>;
  readonly findings: readonly (Diagnostic & { readonly job?: string | null })[];
  readonly budgets: readonly BudgetReport[];
  readonly verdict: Verdict;
  readonly filesScanned: number;
  readonly version: string;
  readonly pricesAsOf: string;
}

/** The report of contract section 6, from everything that was worked out. */
export function compose(input: Composition): Report {
  const jobs = input.jobs.map((each) => jobReport(each, input.verdicts.get(each.job.id) ?? "unknown", input.findings));
  const verdicts = jobs.map(({ verdict }) => verdict);
  return {
    schema: "traincost/1",
    tool: { version: input.version },
    currency: "USD",
    prices_as_of: input.pricesAsOf,
    summary: {
      verdict: input.verdict,
      files_scanned: input.filesScanned,
      jobs: jobs.length,
      estimated: jobs.filter(({ estimate }) => estimate.cost !== null || estimate.memory_gib.peak !== null).length,
      refused: jobs.filter(({ estimate }) => estimate.refused.length > 0).length,
      failed: verdicts.filter((each) => each === "fail").length,
      warned: verdicts.filter((each) => each === "warn").length,
      gpu_hours: totalOf(jobs, ({ estimate }) => estimate.gpu_hours),
      cost: totalOf(jobs, ({ estimate }) => estimate.cost),
    },
    jobs,
    budgets: input.budgets.map((each) => ({ ...each, limit: tidy(each.limit) ?? 0, measured: tidy(each.measured) })),
    findings: input.findings.map(findingReport),
  };
}

/** Sum over all runs of the jobs that have the figure; null where none has. */
export function totalOf(jobs: readonly JobReport[], pick: (job: JobReport) => Interval | null): Interval | null {
  const known = jobs.flatMap((job) => {
    const one = pick(job);
    return one ? [times(one, job.runs)] : [];
  });
  return known.length === 0 ? null : known.reduce(plus);
}

const times = (range: Interval, by: number): Interval => ({ low: range.low * by, expected: range.expected * by, high: range.high * by });
export const plus = (a: Interval, b: Interval): Interval => ({
  low: a.low + b.low,
  expected: a.expected + b.expected,
  high: a.high + b.high,
});

/** Six significant digits: more would be noise, and make reports differ between machines. */
const tidy = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
const interval = (range: Range | null | undefined, divide = 1): Interval | null =>
  range ? { low: tidy(range.low / divide) ?? 0, expected: tidy(range.expected / divide) ?? 0, high: tidy(range.high / divide) ?? 0 } : null;

function jobReport({ job, facts, estimate }: CheckedJob, verdict: JobVerdict, findings: Composition["findings"]): JobReport {
  const value = (name: FactName): unknown => facts[name]?.value ?? null;
  const pick = (prefix: string, keys: readonly string[]) =>
    Object.fromEntries(keys.map((key) => [key, value(`${prefix}.${key}` as FactName)]));
  return {
    id: job.id,
    name: job.name,
    file: job.at.file,
    line: job.at.line,
    format: job.format,
    verdict,
    runs: facts.runs?.value ?? 1,
    labels: job.labels,
    sources: job.sources.map(({ file, format, role }) => ({ file, format, role })),
    model: {
      id: facts["model.id"]?.value ?? null,
      parameters: estimate.parameters,
      active_parameters: estimate.active_parameters,
      trainable_parameters: estimate.trainable_parameters,
      architecture: facts["model.architecture"]?.value ?? null,
    },
    training: {
      ...pick("training", TRAINING),
      examples: value("data.examples"),
      tokens: facts["training.tokens"]?.value ?? tidy(estimate.tokens),
      lora: facts["training.lora.rank"] ? pick("training.lora", ["rank", "alpha", "target_modules"]) : null,
    },
    parallelism: {
      ...pick("parallelism", ["strategy", "tensor", "pipeline", "context", "expert", "offload"]),
      data: estimate.data_parallel,
    },
    resources: {
      ...pick("resources", ["accelerator", "accelerators_per_node", "nodes", "cloud", "instance_type", "region", "spot"]),
      accelerators: estimate.accelerators,
      time_limit_hours: facts["resources.time_limit"] ? tidy(facts["resources.time_limit"].value / HOUR) : null,
      memory_limit_gib: facts["resources.memory_limit"] ? tidy(facts["resources.memory_limit"].value / GIB) : null,
    },
    origins: originsOf(facts),
    estimate: estimateReport(estimate),
    reported: reportedOf(facts),
    findings: findings.filter((each) => each.job === job.id).map(findingReport),
    alternatives: [],
  };
}

const TRAINING = [
  "framework",
  "objective",
  "method",
  "precision",
  "weights_dtype",
  "quantization",
  "optimizer",
  "sequence_length",
  "micro_batch_size",
  "gradient_accumulation_steps",
  "global_batch_size",
  "epochs",
  "max_steps",
  "gradient_checkpointing",
  "attention",
  "fused_loss",
  "packing",
];

/** Facts whose report key carries its unit stand under both names. */
const RENAMED: Readonly<Record<string, string>> = {
  "resources.time_limit": "resources.time_limit_hours",
  "resources.memory_limit": "resources.memory_limit_gib",
};

function originsOf(facts: KnownFacts): Readonly<Record<string, OriginReport>> {
  const entries = Object.entries(facts).flatMap(([name, known]) => {
    if (!known) return [];
    const told: OriginReport = { kind: known.kind, file: known.at?.file ?? null, line: known.at?.line ?? null, note: known.note ?? null };
    const other = RENAMED[name];
    return other ? [[name, told] as const, [other, told] as const] : [[name, told] as const];
  });
  return Object.fromEntries(entries);
}

function estimateReport(estimate: Estimate): EstimateReport {
  const worst = estimate.worst_case;
  return {
    memory_gib: memoryReport(estimate),
    fits: estimate.fits,
    flops: tidy(estimate.flops),
    tokens_per_second: tidy(estimate.tokens_per_second),
    tokens_per_second_per_accelerator: tidy(estimate.tokens_per_second_per_accelerator),
    mfu: tidy(estimate.mfu),
    wall_hours: interval(estimate.wall, HOUR),
    gpu_hours: interval(estimate.gpu_hours),
    hourly_cost: tidy(estimate.hourly_cost),
    cost: interval(estimate.cost),
    worst_case: worst && {
      wall_hours: tidy(worst.wall / HOUR) ?? 0,
      gpu_hours: tidy(worst.gpu_hours) ?? 0,
      cost: tidy(worst.cost),
      from: worst.from,
    },
    refused: estimate.refused,
    terms: estimate.terms.map((term) => ({ ...term, value: tidy(term.value) ?? 0 })),
  };
}

const PARTS = [
  "weights",
  "gradients",
  "optimizer",
  "activations",
  "logits",
  "buffers",
  "overhead",
  "peak_allocated",
  "peak_reserved",
] as const;

function memoryReport({ memory, capacity }: Estimate): MemoryReport {
  const parts = Object.fromEntries(PARTS.map((part) => [part, memory ? tidy(memory[part] / GIB) : null])) as Record<
    (typeof PARTS)[number],
    number | null
  >;
  return { ...parts, peak: interval(memory?.peak, GIB), capacity: capacity === null ? null : tidy(capacity / GIB) };
}

function reportedOf(facts: KnownFacts): JobReport["reported"] {
  const [hours, cost, memory] = [facts["reported.gpu_hours"], facts["reported.cost"], facts["reported.peak_memory"]];
  if (!hours && !cost && !memory) return null;
  return { gpu_hours: hours?.value ?? null, cost: cost?.value ?? null, peak_memory_gib: memory ? tidy(memory.value / GIB) : null };
}

export const findingReport = (found: Finding | Composition["findings"][number]): FindingReport => ({
  rule: found.rule,
  severity: found.severity,
  message: found.message,
  job: found.job ?? null,
  file: found.at?.file ?? null,
  line: found.at?.line ?? null,
  column: found.at?.column ?? null,
  end_line: null,
  help: found.help ?? null,
});
