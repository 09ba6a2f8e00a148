import type { Config } from "../config/types.js";
import type { Accelerator, ManagedPrice, Price } from "../model/catalog.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Estimate } from "../model/estimate.js";
import type { KnownFacts } from "../model/facts.js";
import type { Job } from "../model/job.js";
import type { BudgetReport } from "../model/policy.js";
import type { Alternative, FindingReport, JobReport, Verdict } from "../model/report.js";

/** One job with everything worked out. */
export interface CheckedJob {
  readonly job: Job;
  readonly facts: KnownFacts;
  readonly price: Price | null;
  readonly accelerator: Accelerator | null;
  readonly managed?: ManagedPrice | null | undefined;
  readonly estimate: Estimate;
  readonly alternatives?: readonly Alternative[];
}

/** A diagnostic and the job it is about; null is about the whole repository. */
export interface Finding extends Diagnostic {
  readonly job: string | null;
  /** The budget it is about, and which of its limits. */
  readonly budget?: NonNullable<FindingReport["budget"]>;
}

export type JobVerdict = Verdict | "unknown";

export interface CheckInput {
  readonly jobs: readonly CheckedJob[];
  readonly config: Config;
  /** ISO date. */
  readonly today: string;
  /** Whether budgets are judged, those of the manifests too. */
  readonly budgeted: boolean;
}

/** One limit held against what a change does, once both sides are known. */
export interface JudgedChange {
  readonly report: BudgetReport;
  readonly finding: FindingReport | null;
  /** Over before the change and not raised by it: no severity of the config makes it fail. */
  readonly stood?: boolean;
}

/** An accelerator as conditions look at it. */
export const named = (accelerator: unknown) => (typeof accelerator === "string" ? { "resources.accelerator": { value: accelerator } } : {});
/** A job of a report as conditions look at it. */
export const matchedOf = (job: JobReport) => ({ ...job, facts: named(job.resources.accelerator) });
