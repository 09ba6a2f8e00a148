import type { Config } from "../config/types.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { BudgetReport } from "../model/policy.js";
import type { FindingReport, Verdict } from "../model/report.js";
import { judgeAllowed } from "./allowed.js";
import { judgeBudgets, judgeOwn } from "./budgets.js";
import type { CheckedJob, CheckInput, Finding, JobVerdict } from "./input.js";
import { ruleFindings } from "./job-findings.js";

export interface Checked {
  readonly findings: readonly Finding[];
  readonly budgets: readonly BudgetReport[];
  readonly verdicts: ReadonlyMap<string, JobVerdict>;
}

/** Rules and budgets over estimated jobs. An error fails, a warning warns; what is unknown fails only where a budget says so. */
export function check({ jobs, config, today, budgeted }: CheckInput): Checked {
  const { budgets, waivers } = config;
  const judged = budgeted ? [...judgeBudgets(budgets, waivers, jobs), ...jobs.flatMap((job) => judgeOwn(job, waivers))] : [];
  const settledAll = judged.map((each) => settled(each, config));
  const ofJobs = jobs.flatMap((checked) => told(checked, config, today));
  const findings = [
    ...[...ofJobs, ...(budgeted ? judgeAllowed(budgets, waivers, jobs) : [])].flatMap((finding) => withSeverity(finding, config)),
    ...settledAll.flatMap(({ finding }) => (finding ? [finding] : [])),
  ];
  const verdicts = new Map(jobs.map((checked) => [checked.job.id, verdictOf(checked, findings)]));
  return { findings, budgets: settledAll.map(({ report }) => report), verdicts };
}

const told = (checked: CheckedJob, config: Config, today: string): readonly Finding[] =>
  [...checked.job.diagnostics, ...ruleFindings(checked, { config, today })].map((each) => ({ ...each, job: checked.job.id }));

/** The config's own severity, or nothing where a rule is off. */
export function withSeverity<D extends Pick<FindingReport, "rule" | "severity">>(found: D, config: Pick<Config, "rules">): readonly D[] {
  const severity = config.rules[found.rule];
  if (severity === "off") return [];
  return [severity ? { ...found, severity } : found];
}

export const VERDICT = { error: "fail", warning: "warn", notice: "pass" } as const;

/** A limit under the config's own severity: its line in the budgets says what its finding says. */
export function settled<
  J extends { readonly report: BudgetReport; readonly finding: Pick<FindingReport, "rule" | "severity"> | null; readonly stood?: boolean },
>(judged: J, config: Pick<Config, "rules">): J {
  const { report, finding } = judged;
  if (!finding || config.rules[finding.rule] === undefined) return judged;
  const [kept = null] = judged.stood && config.rules[finding.rule] === "error" ? [finding] : withSeverity(finding, config);
  const verdict = kept ? VERDICT[kept.severity] : report.measured === null ? "unknown" : "pass";
  return { ...judged, finding: kept, report: { ...report, verdict } };
}

/** An error fails, a warning warns. */
export function worst(findings: readonly Pick<Diagnostic, "severity">[]): Verdict {
  if (findings.some(({ severity }) => severity === "error")) return "fail";
  return findings.some(({ severity }) => severity === "warning") ? "warn" : "pass";
}

function verdictOf({ job, estimate }: CheckedJob, findings: readonly Finding[]): JobVerdict {
  const own = worst(findings.filter((each) => each.job === job.id));
  if (own === "fail") return own;
  return estimate.cost === null && estimate.memory === null ? "unknown" : own;
}
