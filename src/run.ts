import { catalog } from "./catalog/catalog.js";
import { judgeChanges } from "./checks/changes.js";
import { check, settled, withSeverity, worst } from "./checks/check.js";
import { ledgerOf, NO_LEDGER, periodsOf, sideBudgets } from "./checks/committed.js";
import type { JudgedChange } from "./checks/input.js";
import { judgeTogether } from "./checks/together.js";
import { policyFindings, waiversReported } from "./checks/waivers.js";
import { type Config, emptyConfig, readConfig } from "./config/config.js";
import type { Parents } from "./config/extends.js";
import { advise } from "./engine/advise.js";
import { analyse } from "./engine/analyse.js";
import { compare } from "./engine/compare.js";
import { compose, findingReport } from "./engine/compose.js";
import { spelled } from "./engine/config-names.js";
import { overridden } from "./engine/override.js";
import { ownersIn } from "./engine/owners.js";
import { resolve } from "./engine/resolve/resolve.js";
import { witness } from "./engine/witness.js";
import { estimate } from "./estimate/estimate.js";
import { collector, type Diagnostic } from "./model/diagnostic.js";
import type { KnownFacts } from "./model/facts.js";
import type { Job } from "./model/job.js";
import type { Report } from "./model/report.js";
import type { Snapshot } from "./model/snapshot.js";

/** A config as it was found; `sha`: the commit it is of, unless it is the working tree's. */
export interface ConfigText {
  readonly text: string;
  readonly file: string;
  readonly sha?: string;
  /** Texts that its `extends` names, read beforehand. */
  readonly parents?: Parents;
}

/** Everything one run depends on: the same request gives the same report, on a laptop and in the Action. */
export interface RunRequest {
  readonly snapshot: Snapshot;
  /** Files and folders to look into; `.` is everything. */
  readonly paths: readonly string[];
  readonly config: ConfigText | null;
  /** Where owners and the ledger are read: by default the base, or without one what is judged. */
  readonly ruled?: Snapshot;
  /** Names of the pull request's labels, for the config's `override`. */
  readonly labels?: readonly string[];
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

export type RunOutcome =
  | { readonly ok: true; readonly report: Report }
  /** The config is wrong: exit code 2. */
  | { readonly ok: false; readonly problems: readonly Diagnostic[] };

/** discover → recognise → parse → link → resolve → estimate → check → report. */
export function run(request: RunRequest): RunOutcome {
  const policy = policyOf(request);
  if (!policy.config) return { ok: false, problems: policy.diagnostics };
  const report = runSide(request, { ...policy, config: policy.config }, { ruled: request.ruled ?? request.snapshot, compared: false });
  return { ok: true, report: underPolicy(report, request, policy.config) };
}

/** What rules one side: owners and the ledger are read from `ruled`, so that a change cannot edit what judges it. */
interface Side {
  readonly ruled: Snapshot;
  /** Budgets of what the change adds are judged once both sides are there. */
  readonly compared: boolean;
}

type Rules = Omit<RunRequest, "snapshot">;
interface Policy {
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
}

const policyOf = ({ config, today }: Rules) =>
  config ? spelled(readConfig(config.text, config.file, today, config.parents), catalog) : { config: emptyConfig, diagnostics: [] };

/** Every job of the repository, not a part: only then is a line of the policy known to be about none. */
const isWhole = ({ only, shard, paths }: Rules) => !only && !shard && paths.includes(".");

function runSide(request: RunRequest, { config, diagnostics }: Policy, { ruled, compared }: Side): Report {
  const { today } = request;
  const checks = request.scope === "check";
  const analysis = analyse(request.snapshot, request.paths, config, ownersIn(ruled));
  const jobs = selected(analysis.jobs, request).map((job) => priced(job, config, request.advice));
  const checked = check({ jobs, config: { ...config, budgets: sideBudgets(config, compared) }, today, budgeted: checks });
  const ledger = checks && !compared ? ledgerOf(config, ruled) : NO_LEDGER;
  const said = [
    ...diagnostics,
    ...ledger.diagnostics,
    ...(checks && isWhole(request) ? policyFindings(config, jobs, today) : []),
    ...analysis.diagnostics,
  ];
  const findings = [...said.flatMap((each) => withSeverity(each, config)), ...checked.findings];
  const report = compose({
    jobs,
    verdicts: checked.verdicts,
    findings,
    budgets: checked.budgets,
    verdict: worst(findings),
    filesScanned: analysis.filesScanned,
    version: request.version,
    pricesAsOf: catalog.prices_as_of,
  });
  if (!checks || compared) return report;
  const spent = judgeTogether(periodsOf(config), { ...ledger, waivers: config.waivers, today })([]);
  return withSums(
    report,
    spent.map((each) => settled(each, config)),
  );
}

/** The report with the policy it was judged by, and a label's override of it. */
function underPolicy(report: Report, request: Rules, config: Config): Report {
  const { labels = [], today } = request;
  if (!request.config || request.scope !== "check") return report;
  const { file, sha = null } = request.config;
  const there = report.jobs.filter(({ change }) => change?.status !== "removed");
  const waivers = waiversReported(config.waivers, isWhole(request) ? there : null, today);
  const judged = { ...report, policy: { file, sha, overridden_by: null, overrode: [], rules: config.rules, waivers } };
  const { override } = config;
  return override && labels.includes(override.label) ? overridden(judged, { ...override, file }) : judged;
}

/** Sums judged beside the jobs: what is merged already warns, for no change is there to stop. */
function withSums(report: Report, judged: readonly JudgedChange[]): Report {
  const findings = judged.flatMap(({ finding }) => (finding ? [finding] : []));
  return {
    ...report,
    budgets: [...report.budgets, ...judged.map((each) => each.report)],
    findings: [...report.findings, ...findings],
    summary: { ...report.summary, verdict: worst([...report.findings, ...findings]) },
  };
}

/** Both sides of a change under one config: what each job was, and whether the change itself is over a limit. */
export function runDiff({ base, head, ...rest }: Rules & { readonly base: Snapshot; readonly head: Snapshot }): RunOutcome {
  const policy = policyOf(rest);
  const { config } = policy;
  if (!config) return { ok: false, problems: policy.diagnostics };
  const { ruled = base } = rest;
  const side = (snapshot: Snapshot) => runSide({ ...rest, snapshot }, { ...policy, config }, { ruled, compared: true });
  const seen = witness(base);
  const before = side(seen.snapshot);
  // Most changes touch no manifest: what is the same is not worked out twice.
  const after = seen.agrees(head) ? before : side(head);
  if (rest.scope !== "check") return { ok: true, report: compare(before, after) };
  const { budgets, waivers } = config;
  const ledger = ledgerOf(config, ruled);
  const together = judgeTogether(budgets, { ...ledger, waivers, today: rest.today });
  const report = compare(before, after, (jobs, was) =>
    [...judgeChanges(budgets, waivers)(jobs), ...together(jobs, was)].map((each) => settled(each, config)),
  );
  const told = ledger.diagnostics.flatMap((each) => withSeverity(each, config));
  return { ok: true, report: underPolicy(withFindings(report, told), rest, config) };
}

/** What is wrong with the ledger is a warning, like anything else that could not be read. */
const withFindings = (report: Report, found: readonly Diagnostic[]): Report => {
  const { verdict } = report.summary;
  const summary = { ...report.summary, verdict: verdict === "pass" ? worst(found) : verdict };
  return { ...report, findings: [...report.findings, ...found.map(findingReport)], summary };
};

function selected(jobs: readonly Job[], { only, shard }: RunRequest): readonly Job[] {
  const named = only ? jobs.filter((job) => job.sources.some(({ file }) => only.includes(file))) : jobs;
  return shard ? named.filter((_, index) => index % shard.of === shard.index - 1) : named;
}

/** One job, its gaps filled and its numbers worked out; what was found on the way stays with it. */
function priced(job: Job, config: Config, advice: RunRequest["advice"]) {
  const { found, report } = collector();
  const resolved = resolve(job.facts, { catalog, assumptions: config.assumptions, report });
  const own = estimate(resolved);
  const silent = { catalog, assumptions: config.assumptions, report: () => undefined };
  const again = (facts: KnownFacts) => {
    const tried = resolve(facts, silent);
    return { facts: tried.facts, estimate: estimate(tried) };
  };
  const wanted = advice === "all" || own.fits === "no" || own.fits === "tight";
  return {
    job: { ...job, diagnostics: [...job.diagnostics, ...found] },
    facts: resolved.facts,
    price: resolved.price,
    accelerator: resolved.accelerator,
    managed: resolved.managed,
    estimate: own,
    alternatives: wanted ? advise(job.facts, { facts: resolved.facts, estimate: own }, again) : [],
  };
}
