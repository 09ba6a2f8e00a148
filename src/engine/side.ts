import { catalog } from "../catalog/catalog.js";
import { check, withSeverity, worst } from "../checks/check.js";
import { policyFindings } from "../checks/waivers.js";
import type { Config } from "../config/config.js";
import type { Budget } from "../config/types.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Job } from "../model/job.js";
import type { Report } from "../model/report.js";
import type { Snapshot } from "../model/snapshot.js";
import { analyse } from "./analyse.js";
import { compose } from "./compose.js";
import { ownersIn } from "./owners.js";
import { workedOut } from "./worked-out.js";

/** Which jobs of one state of the repository are worked out, and how far. */
export interface Asked {
  readonly snapshot: Snapshot;
  /** Files and folders to look into; `.` is everything. */
  readonly paths: readonly string[];
  /** ISO date: how old a price is, whether a waiver has ended. */
  readonly today: string;
  readonly version: string;
  /** `estimate` leaves budgets out. */
  readonly scope: "check" | "estimate";
  /** Jobs to look for cheaper ways for; by default only those that may not fit. */
  readonly advice?: "all";
  /** Only jobs that one of these files is part of. */
  readonly only?: readonly string[];
  /** The I-th of N equal parts of the jobs, counted from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
}

/** What one side is judged by. */
export interface Ruling {
  readonly config: Config;
  /** Where owners are read: not in what is judged, so that a change cannot edit what judges it. */
  readonly ruled: Snapshot;
  /** Budgets of this side: those of a change are judged once both sides are there. */
  readonly budgets: readonly Budget[];
  /** What is to be said of the policy itself. */
  readonly told: readonly Diagnostic[];
}

export interface Side {
  readonly report: Report;
  /** Files whose syntax hides what they say: the first fault of each. */
  readonly faults: readonly Diagnostic[];
}

/** One state of the repository: its jobs estimated and held against what rules them. */
export function sideOf(asked: Asked, { config, ruled, budgets, told }: Ruling): Side {
  const { today, version } = asked;
  const { jobs: found, diagnostics, faults, filesScanned, idle: unmatched } = analyse(asked.snapshot, asked.paths, config, ownersIn(ruled));
  const jobs = selected(found, asked).map((job) => workedOut(job, config, asked.advice));
  const {
    verdicts,
    budgets: judged,
    ...checked
  } = check({ jobs, config: { ...config, budgets }, today, budgeted: asked.scope === "check" });
  const idle = asked.scope === "check" && isWhole(asked) ? [...policyFindings(config, jobs, today), ...unmatched] : [];
  const said = [...told, ...idle, ...diagnostics].flatMap((each) => withSeverity(each, config));
  const findings = [...said, ...checked.findings];
  const report = compose({
    jobs,
    verdicts,
    findings,
    budgets: judged,
    verdict: worst(findings),
    filesScanned,
    version,
    pricesAsOf: catalog.prices_as_of,
  });
  return { report, faults };
}

/** Every job of the repository, not a part: only then is a line of the policy known to be about none. */
export const isWhole = ({ only, shard, paths }: Omit<Asked, "snapshot">): boolean => !only && !shard && paths.includes(".");

function selected(jobs: readonly Job[], { only, shard }: Asked): readonly Job[] {
  const named = only ? jobs.filter((job) => job.sources.some(({ file }) => only.includes(file))) : jobs;
  return shard ? named.filter((_, index) => index % shard.of === shard.index - 1) : named;
}
