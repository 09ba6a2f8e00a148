import type { Severity } from "./diagnostic.js";
import type { OriginKind } from "./known.js";
import type { BudgetReport, PolicyReport } from "./policy.js";
import type { Range } from "./units.js";

/** The JSON report, contract section 6, to the letter: also the only thing reporters and shells see. `schema/report.schema.json` says the same. */
export type Interval = Range;
export type Verdict = "pass" | "warn" | "fail";

export interface FindingReport {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly job: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly end_line: number | null;
  readonly help: string | null;
  /** The budget it is about, and which of its limits. */
  readonly budget?: { readonly name: string; readonly metric: string };
}

export interface OriginReport {
  readonly kind: OriginKind;
  readonly file: string | null;
  readonly line: number | null;
  readonly note: string | null;
  /** In force, also of facts that no other key of the report holds; bytes and seconds as plain numbers; null where it is an object. */
  readonly value?: string | number | boolean | readonly string[] | null;
}

export interface MemoryReport {
  readonly weights: number | null;
  readonly gradients: number | null;
  readonly optimizer: number | null;
  readonly activations: number | null;
  readonly logits: number | null;
  readonly buffers: number | null;
  readonly overhead: number | null;
  readonly peak_allocated: number | null;
  readonly peak_reserved: number | null;
  readonly peak: Interval | null;
  readonly capacity: number | null;
}

export interface TermReport {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly formula: string;
  readonly numbers: string;
  readonly inputs: readonly string[];
  readonly source: string;
}

export interface EstimateReport {
  readonly memory_gib: MemoryReport;
  /** Of one node. */
  readonly host_memory_gib: Interval | null;
  /** Per device while it evaluates; low: rows as short as usual. Null where nothing says that it evaluates. */
  readonly evaluation_gib: Interval | null;
  /** Checkpoints that stay, over all ranks. */
  readonly disk_gib: Interval | null;
  readonly fits: "yes" | "tight" | "no" | "unknown";
  readonly flops: number | null;
  readonly tokens_per_second: number | null;
  readonly tokens_per_second_per_accelerator: number | null;
  readonly mfu: number | null;
  readonly wall_hours: Interval | null;
  readonly gpu_hours: Interval | null;
  readonly hourly_cost: number | null;
  readonly cost: Interval | null;
  readonly worst_case: {
    readonly wall_hours: number;
    readonly gpu_hours: number;
    readonly cost: number | null;
    readonly from: string;
  } | null;
  readonly refused: readonly { readonly what: "cost" | "time" | "memory"; readonly reason: string; readonly add: string }[];
  /** The working, for `explain`. */
  readonly terms: readonly TermReport[];
}

export interface JobReport {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly format: string;
  readonly verdict: Verdict | "unknown";
  readonly runs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly sources: readonly {
    readonly file: string;
    readonly format: string;
    readonly role: string;
    readonly owners?: readonly string[];
  }[];
  readonly model: {
    readonly id: string | null;
    readonly parameters: number | null;
    readonly active_parameters: number | null;
    readonly trainable_parameters: number | null;
    readonly architecture: Readonly<Record<string, unknown>> | null;
  };
  readonly training: Readonly<Record<string, unknown>>;
  readonly parallelism: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly origins: Readonly<Record<string, OriginReport>>;
  readonly estimate: EstimateReport;
  readonly reported: { readonly gpu_hours: number | null; readonly cost: number | null; readonly peak_memory_gib: number | null } | null;
  readonly findings: readonly FindingReport[];
  readonly alternatives: readonly Alternative[];
  readonly change?: ChangeReport;
}

/** A change of the manifest that makes the job fit or cheaper, proven by estimating it again. */
export interface Alternative {
  readonly title: string;
  readonly changes: readonly {
    readonly path: string;
    readonly from: unknown;
    readonly to: unknown;
    readonly file: string | null;
    readonly line: number | null;
  }[];
  readonly cost: Interval | null;
  readonly peak_gib: Interval | null;
}

export interface ChangeReport {
  readonly status: "added" | "removed" | "changed" | "unchanged";
  /** Of one run, as the estimate is, after less before; null where either side is unknown. `summary.cost_change` is of all runs, whose numbers are `runs` and `base.runs`. */
  readonly cost: Interval | null;
  readonly gpu_hours: Interval | null;
  readonly peak_gib: Interval | null;
  readonly base_verdict: Verdict | "unknown" | null;
  /** The job on base, before the arrow of "before → after"; its id differs where a file or a job was renamed. Null for what was added. */
  readonly base: {
    readonly id: string;
    readonly file: string;
    readonly line: number;
    readonly runs: number;
    readonly cost: Interval | null;
    readonly gpu_hours: Interval | null;
    readonly peak_gib: Interval | null;
  } | null;
  /** Why: the inputs that differ, with the line on the head side and on the base side. */
  readonly inputs: readonly {
    readonly path: string;
    readonly from: unknown;
    readonly to: unknown;
    readonly file: string | null;
    readonly line: number | null;
    readonly base_file: string | null;
    readonly base_line: number | null;
  }[];
}

export interface Report {
  readonly schema: "traincost/1";
  readonly tool: { readonly version: string };
  readonly currency: "USD";
  readonly prices_as_of: string;
  readonly summary: {
    readonly verdict: Verdict;
    readonly files_scanned: number;
    readonly jobs: number;
    readonly estimated: number;
    readonly refused: number;
    readonly failed: number;
    readonly warned: number;
    /** Jobs with a warning that the change leaves as they were: no part of the verdict. */
    readonly warned_before?: number;
    readonly gpu_hours: Interval | null;
    readonly cost: Interval | null;
    readonly cost_change?: Interval | null;
    readonly gpu_hours_change?: Interval | null;
    /** Jobs of this change that the sums leave out, for one side of them is unknown. */
    readonly change_unknown?: number;
  };
  readonly jobs: readonly JobReport[];
  readonly budgets: readonly BudgetReport[];
  readonly findings: readonly FindingReport[];
  /** Absent where there is no config. */
  readonly policy?: PolicyReport;
}
