import { notRaised, STOOD } from "../checks/stood.js";
import type { FindingReport, JobReport, Report } from "../model/report.js";

/** What a rule without a budget measures; any other rule stood if it says the same. */
const MEASURES: Readonly<Record<string, (job: JobReport | null) => number | null | undefined>> = {
  "memory/exceeds-device": (job) => job?.estimate.memory_gib.peak?.expected,
  "memory/tight": (job) => job?.estimate.memory_gib.peak?.expected,
  "time/over-limit": (job) => job?.estimate.wall_hours?.expected,
};

/**
 * What failed on base already and this change does not raise: told as a warning, never failed. Both sides are judged by one policy, one price list and
 * one day, so a policy that got stricter fails no job that a change leaves as it was. `null` on both sides: sums over the repository.
 */
export function forgiven(base: Report, head: Report, before: JobReport | null, after: JobReport | null): readonly FindingReport[] {
  const failing = (report: Report, job: JobReport | null) =>
    report.findings.filter((found) => found.severity === "error" && found.job === (job?.id ?? null));
  const then = failing(base, before);
  return failing(head, after).filter((now) =>
    then.some((old) => {
      if (now.budget) return isSameBudget(old, now) && notRaised(measuredBy(base, old), measuredBy(head, now));
      if (old.rule !== now.rule) return false;
      const measure = MEASURES[now.rule];
      return old.message === now.message || (measure !== undefined && notRaised(measure(before), measure(after)));
    }),
  );
}

const isSameBudget = ({ budget: a }: FindingReport, { budget: b }: FindingReport) => a?.name === b?.name && a?.metric === b?.metric;

/** The limit a finding is about, by the budget's name, what it measures, and whose it is. */
export const isAbout = ({ budget, job }: FindingReport, each: Report["budgets"][number]): boolean =>
  budget?.name === each.name && budget.metric === each.metric && job === each.job;

const measuredBy = ({ budgets }: Report, found: FindingReport) => budgets.find((each) => isAbout(found, each))?.measured;

/** The same, told as what this change leaves as it was. */
export const asWarning = (found: FindingReport): FindingReport => ({ ...found, severity: "warning", message: `${found.message}${STOOD}` });
