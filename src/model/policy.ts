import type { Severity } from "./diagnostic.js";

export interface BudgetReport {
  readonly name: string;
  readonly per: string;
  /** What is limited: cost, gpu_hours, wall_hours, hourly_cost, memory. */
  readonly metric: string;
  readonly job: string | null;
  /** Null where nobody knows: a share of a card that is not named. */
  readonly limit: number | null;
  /** Of a sum over jobs: both its levels, so that the sum of parts can be judged again. */
  readonly levels?: { readonly warn: number | null; readonly fail: number | null };
  readonly measured: number | null;
  /** Of a sum that is compared: what it was on base. */
  readonly before?: number | null;
  readonly unit: string;
  readonly verdict: "pass" | "warn" | "fail" | "unknown";
  /** Of a period: its days, and what this change adds to what was merged. */
  readonly period?: { readonly from: string; readonly to: string };
  readonly adds?: number;
  readonly source: { readonly file: string; readonly line: number };
}

/** The config in force, and what it lets through. */
export interface PolicyReport {
  readonly file: string;
  /** The commit it was read from; null where that is the working tree. */
  readonly sha: string | null;
  /** The pull request's label that turned failures into warnings. */
  readonly overridden_by: string | null;
  readonly overrode: readonly { readonly rule: string; readonly job: string | null }[];
  /** Severities that the config sets. */
  readonly rules?: Readonly<Record<string, Severity | "off">>;
  readonly waivers: readonly {
    readonly budget: string;
    /** Null: the sum of the budget. */
    readonly job: string | null;
    /** Last day it holds, ISO. */
    readonly until: string;
    readonly reason: string;
    readonly issue: string | null;
    /** US dollars. */
    readonly cap: number | null;
    /** `ending`: within a week; `unmatched`: there is no such job. */
    readonly status: "in_force" | "ending" | "ended" | "unmatched";
  }[];
}
