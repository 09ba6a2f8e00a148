import { matches } from "../config/match.js";
import type { Budget, Config, Waiver } from "../config/types.js";
import { matcher } from "../model/glob.js";
import type { PolicyReport } from "../model/policy.js";
import type { CheckedJob, Finding } from "./input.js";
import { isPeriod } from "./periods.js";

/** A job as waivers name it: by id, name, or a glob over its files. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly sources: readonly { readonly file: string }[];
}

const isFor = (waiver: Waiver, job: Named) =>
  waiver.job === job.id || waiver.job === job.name || job.sources.some(({ file }) => matcher([waiver.job ?? ""])(file));

/** The waiver of a limit on a job, or on a sum of jobs (null); one that names no job holds for all that its budget judges. */
export const waiverFor = (waivers: readonly Waiver[], budget: string, job: Named | null): Waiver | undefined =>
  waivers.find((waiver) => !waiver.ended && waiver.budget === budget && (waiver.job === undefined || (job !== null && isFor(waiver, job))));

/** A cap is an amount of money: it bounds the dollars that are let through, and lets nothing else through. `usd`: null where another thing is measured. */
export const lets = (waiver: Waiver | undefined, usd: number | null): waiver is Waiver =>
  waiver !== undefined && (waiver.cap === undefined || (usd !== null && usd <= waiver.cap));

export const waivedUntil = (waiver: Waiver | undefined): string => (waiver ? `waived until ${waiver.until}: ${waiver.reason}` : "");

const WEEK = 7 * 86_400_000;

function statusOf(waiver: Waiver, jobs: readonly Named[] | null, today: string): PolicyReport["waivers"][number]["status"] {
  if (waiver.ended) return "ended";
  if (waiver.job !== undefined && jobs && !jobs.some((job) => isFor(waiver, job))) return "unmatched";
  return Date.parse(waiver.until) - Date.parse(today) <= WEEK ? "ending" : "in_force";
}

/** Every waiver of the config with what became of it. `jobs`: all of the repository; null where only a part was looked at. */
export const waiversReported = (waivers: readonly Waiver[], jobs: readonly Named[] | null, today: string): PolicyReport["waivers"] =>
  waivers.map((waiver) => ({
    budget: waiver.budget,
    job: waiver.job ?? null,
    until: waiver.until,
    reason: waiver.reason,
    issue: waiver.issue ?? null,
    cap: waiver.cap ?? null,
    status: statusOf(waiver, jobs, today),
  }));

/** Lines of the policy that do nothing, or soon will not. Without any job there is nothing to say of it. */
export function policyFindings({ budgets, waivers, file }: Config, jobs: readonly CheckedJob[], today: string): readonly Finding[] {
  if (jobs.length === 0) return [];
  const named = jobs.map(({ job }) => job);
  const told = waivers.flatMap((waiver) => toldOf(waiver, statusOf(waiver, named, today)));
  // A policy shared by many repositories has budgets for jobs of others.
  const own = budgets.filter(({ per, place }) => !isPeriod(per) && place.file === file);
  const idle = own.filter(({ match }) => !jobs.some(({ job, facts }) => matches(match, { ...job, facts })));
  return [...told, ...idle.map(noMatch)];
}

function toldOf(waiver: Waiver, status: ReturnType<typeof statusOf>): readonly Finding[] {
  const common = { severity: "notice", job: null, at: waiver.place } as const;
  if (status === "ending")
    return [
      {
        ...common,
        rule: "budget/waiver-ends",
        message: `the waiver of ${waiver.budget} ends on ${waiver.until}`,
        help: "renew it or let it end",
      },
    ];
  if (status !== "unmatched") return [];
  const message = `the waiver of ${waiver.budget} is for ${waiver.job}, and no job is called that or has such a file`;
  return [{ ...common, rule: "budget/waiver-unmatched", message, help: "remove it, or name the job by its id, name or file" }];
}

const noMatch = ({ name, place }: Budget): Finding => ({
  rule: "budget/no-match",
  severity: "notice",
  job: null,
  at: place,
  message: `no job matches the budget ${name}`,
  help: "look at its match: paths, formats, accelerators, labels, owners",
});
