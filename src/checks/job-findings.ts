import { type Diagnostic, RULES, type Rule } from "../model/diagnostic.js";
import type { CheckedJob } from "./input.js";
import { JOB_RULES } from "./rules/index.js";
import type { Circumstances, Told } from "./rules/rule.js";

/** What the rules say of one job. */
export const ruleFindings = (checked: CheckedJob, around: Circumstances): readonly Diagnostic[] =>
  JOB_RULES.flatMap(({ rule, look }) => [look(checked, around) ?? []].flat().map((told) => toDiagnostic(rule, told, checked)));

const toDiagnostic = (rule: Rule, { message, at, help }: Told, { job }: CheckedJob): Diagnostic => ({
  rule,
  severity: RULES[rule].severity,
  message,
  at: at ?? job.at,
  ...(help !== undefined && { help }),
});
