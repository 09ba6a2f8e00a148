import { catalog } from "./catalog/catalog.js";
import { judgeChanges } from "./checks/changes.js";
import { check, settled, withSeverity, worst } from "./checks/check.js";
import type { JudgedChange } from "./checks/input.js";
import { type Ledger, readLedger } from "./checks/ledger.js";
import { isPeriod } from "./checks/periods.js";
import { judgeTogether } from "./checks/together.js";
import { type Config, emptyConfig, readConfig } from "./config/config.js";
import { advise } from "./engine/advise.js";
import { analyse } from "./engine/analyse.js";
import { compare } from "./engine/compare.js";
import { compose, findingReport } from "./engine/compose.js";
import { ownersIn } from "./engine/owners.js";
import { resolve } from "./engine/resolve/resolve.js";
import { estimate } from "./estimate/estimate.js";
import { collector, type Diagnostic } from "./model/diagnostic.js";
import type { KnownFacts } from "./model/facts.js";
import type { Job } from "./model/job.js";
import type { Report } from "./model/report.js";
import type { Snapshot } from "./model/snapshot.js";

/** Everything one run depends on: the same request gives the same report, on a laptop and in the Action. */
export interface RunRequest {
  readonly snapshot: Snapshot;
  /** Files and folders to look into; `.` is everything. */
  readonly paths: readonly string[];
  readonly config: { readonly text: string; readonly file: string } | null;
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
export const run = (request: RunRequest): RunOutcome => runSide(request, { ruled: request.snapshot, compared: false });

/** What rules one side: owners and the ledger are read from `ruled`, so that a change cannot edit what judges it. */
interface Side {
  readonly ruled: Snapshot;
  /** Budgets of what the change adds are judged once both sides are there. */
  readonly compared: boolean;
}

function runSide(request: RunRequest, { ruled, compared }: Side): RunOutcome {
  const { config, diagnostics } = request.config
    ? readConfig(request.config.text, request.config.file, request.today)
    : { config: emptyConfig, diagnostics: [] };
  if (!config) return { ok: false, problems: diagnostics };
  const analysis = analyse(request.snapshot, request.paths, config, ownersIn(ruled));
  const jobs = selected(analysis.jobs, request).map((job) => priced(job, config, request.advice));
  const checked = check({
    jobs,
    config: { ...config, budgets: request.scope === "check" ? sideBudgets(config, compared) : [] },
    today: request.today,
  });
  const ledger = request.scope === "check" ? ledgerOf(config, ruled) : NO_LEDGER;
  const spent = compared
    ? []
    : judgeTogether(periodsOf(config), { entries: ledger.entries, today: request.today })([]).map((each) => settled(each, config));
  const findings = [
    ...diagnostics,
    ...[...(compared ? [] : ledger.diagnostics), ...analysis.diagnostics].flatMap((each) => withSeverity(each, config)),
    ...checked.findings,
  ];
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
  return { ok: true, report: request.scope === "check" && spent.length > 0 ? withSums(report, spent) : report };
}

/** Without a change to judge, a pull request's budget is held against all jobs; a period's has nothing but the ledger. */
const sideBudgets = (config: Config, compared: boolean) =>
  config.budgets.flatMap((budget) => {
    if (isPeriod(budget.per)) return [{ ...budget, limits: {} }];
    const { memory } = budget.limits;
    return compared && budget.per === "pull_request" ? [{ ...budget, limits: memory ? { memory } : {} }] : [budget];
  });

const periodsOf = ({ budgets }: Config) => budgets.filter(({ per }) => isPeriod(per));
const NO_LEDGER: Ledger = { entries: [], diagnostics: [] };

/** A ledger that is not there is empty; one that cannot be read is said. */
function ledgerOf(config: Config, snapshot: Snapshot): Ledger {
  if (periodsOf(config).length === 0) return NO_LEDGER;
  const content = snapshot.read(config.ledger);
  if (content.kind === "text") return readLedger(content.text, config.ledger);
  if (content.kind === "missing") return NO_LEDGER;
  const { found, report } = collector();
  const at = { file: config.ledger, line: 1, column: 1 };
  report("ledger/unreadable", `the ledger is ${content.kind}: nothing merged is counted`, at, "begin a new file each year: ledger: …");
  return { entries: [], diagnostics: found };
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
export function runDiff({
  base,
  head,
  ...rest
}: Omit<RunRequest, "snapshot"> & { readonly base: Snapshot; readonly head: Snapshot }): RunOutcome {
  const side = { ruled: base, compared: true };
  const [before, after] = [runSide({ ...rest, snapshot: base }, side), runSide({ ...rest, snapshot: head }, side)];
  if (!before.ok || !after.ok) return before.ok ? after : before;
  const config = rest.config && readConfig(rest.config.text, rest.config.file, rest.today).config;
  if (!config || rest.scope !== "check") return { ok: true, report: compare(before.report, after.report) };
  const ledger = ledgerOf(config, base);
  const together = judgeTogether(config.budgets, { entries: ledger.entries, today: rest.today });
  const report = compare(before.report, after.report, (jobs, was) =>
    [...judgeChanges(config.budgets)(jobs), ...together(jobs, was)].map((each) => settled(each, config)),
  );
  return {
    ok: true,
    report: withFindings(
      report,
      ledger.diagnostics.flatMap((each) => withSeverity(each, config)),
    ),
  };
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
    managed: resolved.managed,
    estimate: own,
    alternatives: wanted ? advise(job.facts, { facts: resolved.facts, estimate: own }, again) : [],
  };
}
