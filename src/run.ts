import { judgeChanges } from "./checks/changes.js";
import { settled, withSeverity } from "./checks/check.js";
import { ledgerOf, NO_LEDGER, periodsOf, sideBudgets } from "./checks/committed.js";
import { judgeTogether } from "./checks/together.js";
import { emptyConfig, readConfig } from "./config/config.js";
import type { Parents } from "./config/extends.js";
import { compare } from "./engine/compare.js";
import { findingReport } from "./engine/compose.js";
import { spelled } from "./engine/config-names.js";
import { type Asked, sideOf } from "./engine/side.js";
import { underPolicy, withFindings, withSums } from "./engine/verdict.js";
import { witness } from "./engine/witness.js";
import type { Diagnostic } from "./model/diagnostic.js";
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
export interface RunRequest extends Asked {
  readonly config: ConfigText | null;
  /** Where owners and the ledger are read: by default the base, or without one what is judged. */
  readonly ruled?: Snapshot;
  /** Names of the pull request's labels, for the config's `override`. */
  readonly labels?: readonly string[];
}

/** The same over both sides of a change. */
export interface DiffRequest extends Omit<RunRequest, "snapshot"> {
  readonly base: Snapshot;
  readonly head: Snapshot;
}

export type RunOutcome =
  | {
      readonly ok: true;
      readonly report: Report;
      /** Files of what is judged whose syntax hides what they say: the first fault of each. */
      readonly faults: readonly Diagnostic[];
    }
  /** The config is wrong: exit code 2. */
  | { readonly ok: false; readonly problems: readonly Diagnostic[] };

/** One state of the repository: discover → recognise → parse → follow → inherit → link → resolve → estimate → check → report. */
export function run(request: RunRequest): RunOutcome {
  const { config, diagnostics } = policyOf(request);
  if (!config) return { ok: false, problems: diagnostics };
  const { snapshot, ruled = snapshot, today } = request;
  const checks = request.scope === "check";
  const ledger = checks ? ledgerOf(config, ruled) : NO_LEDGER;
  const told = [...diagnostics, ...ledger.diagnostics];
  const { report, faults } = sideOf(request, { config, ruled, told, budgets: checks ? sideBudgets(config, false) : [] });
  const spent = checks ? judgeTogether(periodsOf(config), { ...ledger, waivers: config.waivers, today })([]) : [];
  const sums = spent.map((each) => settled(each, config));
  return { ok: true, report: underPolicy(withSums(report, sums), request, config), faults };
}

/** Both sides of a change under one config: what each job was, and whether the change itself is over a limit. */
export function runDiff({ base, head, ...request }: DiffRequest): RunOutcome {
  const { config, diagnostics } = policyOf(request);
  if (!config) return { ok: false, problems: diagnostics };
  const { ruled = base, today } = request;
  const checks = request.scope === "check";
  const ruling = { config, ruled, told: diagnostics, budgets: checks ? sideBudgets(config, true) : [] };
  const side = (snapshot: Snapshot) => sideOf({ ...request, snapshot }, ruling);
  const seen = witness(base);
  const before = side(seen.snapshot);
  // Most changes touch no manifest: what is the same is not worked out twice.
  const { report: now, faults } = seen.agrees(head) ? before : side(head);
  if (!checks) return { ok: true, report: compare(before.report, now), faults };
  const { budgets, waivers } = config;
  const ledger = ledgerOf(config, ruled);
  const ofJobs = judgeChanges(budgets, waivers);
  const ofSums = judgeTogether(budgets, { ...ledger, waivers, today });
  const report = compare(before.report, now, (jobs, was) => [...ofJobs(jobs), ...ofSums(jobs, was)].map((each) => settled(each, config)));
  const told = ledger.diagnostics.flatMap((each) => withSeverity(each, config)).map(findingReport);
  return { ok: true, report: underPolicy(withFindings(report, told), request, config), faults };
}

const policyOf = ({ config, today }: Pick<RunRequest, "config" | "today">) =>
  config ? spelled(readConfig(config.text, config.file, today, config.parents)) : { config: emptyConfig, diagnostics: [] };
