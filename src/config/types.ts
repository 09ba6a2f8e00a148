import type { Assumptions } from "../model/assumptions.js";
import type { Severity } from "../model/diagnostic.js";
import type { KnownFacts } from "../model/facts.js";
import type { Place } from "../model/place.js";

/** Which jobs: every condition given must hold. */
export interface Match {
  readonly paths?: readonly string[];
  readonly formats?: readonly string[];
  readonly accelerators?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Owners by CODEOWNERS, as in `@org/nlp`. */
  readonly owners?: readonly string[];
}

export const PERIODS = ["week", "month", "quarter", "year"] as const;
export type Period = (typeof PERIODS)[number];

export const METRICS = ["cost", "gpu_hours", "wall_hours", "hourly_cost", "memory", "accelerators"] as const;
export type Metric = (typeof METRICS)[number];

/** A limit in the metric's unit: US dollars, hours, or GiB; `percent` is a share of the accelerator's usable memory. */
export interface Amount {
  readonly value: number;
  readonly percent: boolean;
}

export interface Limit {
  readonly warn?: Amount;
  readonly fail?: Amount;
  readonly at: "low" | "expected" | "high";
  readonly place: Place;
}

/** What a job may use, or may not; an absent list says nothing. */
export interface Allowed {
  readonly accelerators?: readonly string[];
  readonly clouds?: readonly string[];
  readonly regions?: readonly string[];
}

export interface Budget {
  readonly name: string;
  readonly match: Match;
  readonly per: "job" | "pull_request" | "repository" | Period;
  readonly limits: Readonly<Partial<Record<Metric, Limit>>>;
  readonly change?: Limit;
  readonly allow: Allowed;
  readonly deny: Allowed;
  readonly unknown: "ok" | "warn" | "fail";
  readonly message?: string;
  /** A config that builds on this one may define it again. */
  readonly overridable: boolean;
  readonly place: Place;
}

export interface Waiver {
  readonly budget: string;
  /** Undefined: the sum of a budget over several jobs. */
  readonly job?: string;
  readonly ended: boolean;
  /** Last day it holds, ISO. */
  readonly until: string;
  readonly reason: string;
  readonly issue?: string;
  readonly cap?: number;
  readonly place: Place;
}

export interface Override {
  readonly match: Match;
  readonly set: KnownFacts;
  readonly place: Place;
}

export interface Config {
  readonly file: string | null;
  /** Path of the ledger of merged commitments. */
  readonly ledger: string;
  readonly discover: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly assumptions: Assumptions;
  readonly max_age_days: number | null;
  readonly overrides: readonly Override[];
  readonly budgets: readonly Budget[];
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** Those that have ended too. */
  readonly waivers: readonly Waiver[];
  /** The pull request's label that lets pass what fails. */
  readonly override: { readonly label: string; readonly reason?: string } | null;
}
