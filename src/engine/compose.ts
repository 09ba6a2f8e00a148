import type { CheckedJob, Finding, JobVerdict } from "../checks/input.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { FactName } from "../model/facts.js";
import { findingOf } from "../model/finding.js";
import type { BudgetReport } from "../model/policy.js";
import type { FindingReport, JobReport, Report, Verdict } from "../model/report.js";
import { redactedDeep } from "../model/secrets.js";
import { GIB, HOUR } from "../model/units.js";
import { estimateReport, originsOf, reportedOf, tidy } from "./compose-parts.js";
import { tallyOf } from "./summary.js";

export interface Composition {
  readonly jobs: readonly CheckedJob[];
  readonly verdicts: ReadonlyMap<string, JobVerdict>;
  readonly findings: readonly (Diagnostic & Partial<Pick<Finding, "job" | "budget">>)[];
  readonly budgets: readonly BudgetReport[];
  readonly verdict: Verdict;
  readonly filesScanned: number;
  readonly version: string;
  readonly pricesAsOf: string;
}

/** The report of contract section 6, from everything that was worked out. */
export function compose(input: Composition): Report {
  const jobs = input.jobs.map((each) => jobReport(each, input.verdicts.get(each.job.id) ?? "unknown", input.findings));
  return redactedDeep<Report>({
    schema: "traincost/1",
    tool: { version: input.version },
    currency: "USD",
    prices_as_of: input.pricesAsOf,
    summary: {
      verdict: input.verdict,
      files_scanned: input.filesScanned,
      ...tallyOf(jobs),
    },
    jobs,
    budgets: input.budgets.map((each) => ({ ...each, limit: tidy(each.limit), measured: tidy(each.measured) })),
    findings: input.findings.map(findingReport),
  });
}

function jobReport({ job, facts, estimate, alternatives }: CheckedJob, verdict: JobVerdict, findings: Composition["findings"]): JobReport {
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
    sources: job.sources.map(({ file, format, role, owners }) => ({ file, format, role, ...(owners && { owners }) })),
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
    alternatives: alternatives ?? [],
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

/** A diagnostic, at its place, as the report has it. */
export const findingReport = ({ at, ...found }: Composition["findings"][number]): FindingReport => findingOf({ ...found, ...at });
