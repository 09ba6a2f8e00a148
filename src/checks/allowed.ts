import { isKind, matches } from "../config/match.js";
import type { Allowed, Budget, Waiver } from "../config/types.js";
import type { FactName } from "../model/facts.js";
import { matcher } from "../model/glob.js";
import type { Known } from "../model/known.js";
import type { CheckedJob, Finding } from "./input.js";
import { lets, waivedUntil, waiverFor } from "./waivers.js";

/** The lists of `allow:` and `deny:`, the fact each is about, and when a value is one of the list. */
const LISTS: readonly (readonly [list: keyof Allowed, fact: FactName, is: (value: string, name: string) => boolean])[] = [
  ["accelerators", "resources.accelerator", isKind],
  ["clouds", "resources.cloud", (value, name) => value.toLowerCase() === name.toLowerCase()],
  ["regions", "resources.region", (value, name) => matcher([name.toLowerCase()])(value.toLowerCase())],
];

/** `allow:` and `deny:` of every budget: what a job uses and no list has, or one has. What a manifest does not say is not guessed at. */
export function judgeAllowed(budgets: readonly Budget[], waivers: readonly Waiver[], jobs: readonly CheckedJob[]): readonly Finding[] {
  return budgets.flatMap((budget) =>
    jobs
      .filter(({ job, facts }) => matches(budget.match, { ...job, facts }))
      .flatMap((job) => problems(budget, job).map((found) => waived(found, waiverFor(waivers, budget.name, job.job)))),
  );
}

function problems({ name, allow, deny, message, place }: Budget, { job, facts }: CheckedJob): readonly Finding[] {
  return LISTS.flatMap(([list, fact, is]) => {
    const known = facts[fact] as Known<string> | undefined;
    if (!known) return [];
    const one = { severity: "error", job: job.id, at: known.at ?? place, ...(message !== undefined && { help: message }) } as const;
    const has = (names: readonly string[] | undefined) => names?.some((each) => is(known.value, each));
    const denied = `budget ${name}: ${known.value} is among the ${list} it denies: ${deny[list]?.join(", ")}`;
    const missing = `budget ${name}: ${known.value} is not among the ${list} it allows: ${allow[list]?.join(", ")}`;
    return [
      ...(has(deny[list]) ? [{ ...one, rule: "policy/denied" as const, message: denied }] : []),
      ...(has(allow[list]) === false ? [{ ...one, rule: "policy/not-allowed" as const, message: missing }] : []),
    ];
  });
}

const waived = (found: Finding, waiver: Waiver | undefined): Finding =>
  lets(waiver, null) ? { ...found, rule: "budget/waived", severity: "notice", message: `${found.message}; ${waivedUntil(waiver)}` } : found;
