import { type Destination, deliver } from "./action-deliver.js";
import { ActionError, choice } from "./action-inputs.js";
import { relay } from "./action-relay.js";
import { type Sides, sidesOf } from "./action-sides.js";
import { exitCode, type FailOn } from "./checks/exit.js";
import type { ActionWorld } from "./model/action-world.js";
import { RULES } from "./model/diagnostic.js";
import type { FindingReport, Report } from "./model/report.js";
import type { Snapshot } from "./model/snapshot.js";
import { type ConfigText, type RunOutcome, run, runDiff } from "./run.js";
import { VERSION } from "./version.js";

/** Event → base and head through the one engine → report → summary, outputs, annotations, comment, verdict. Gives whether the step passes. */
export async function action(world: ActionWorld): Promise<boolean> {
  if (world.input("report-file") !== "") return relay(world).then(() => true);
  const sides = await sidesOf(world);
  const { config, notes } = await configOf(world, sides);
  const labels = world.event.pull_request?.labels ?? [];
  const request = { paths: sides.paths, config, labels, today: world.today, version: VERSION, scope: "check" } as const;
  const { base, head } = sides;
  const compared = reportOf(base ? runDiff({ ...request, base, head }) : run({ ...request, snapshot: head }));
  const report = scoped({ ...compared, findings: [...compared.findings, ...notes] }, world);
  if (sides.missing !== null)
    world.warn(
      `the base commit is not in this checkout and ${sides.missing}, so nothing could be compared: use actions/checkout with fetch-depth: 0`,
    );
  await deliver(report, world, destination(world));
  const passes = exitCode(report.summary.verdict, choice(world, "fail-on", ["error", "warning", "never"], "error") as FailOn) === 0;
  return passes || world.input("warn-only") === "true";
}

const destination = ({ event }: ActionWorld): Destination => ({
  pull: event.pull_request?.number ?? null,
  repository: event.repository,
  sha: event.pull_request?.head ?? event.sha,
  run: event.run_id,
  attempt: event.run_attempt,
});

const CONFIGS = [".traincost.yml", ".github/traincost.yml"];

/** Policy comes from the base commit: what a pull request writes into its own config is shown, not obeyed. */
async function configOf(
  world: ActionWorld,
  { policy: base, head }: Sides,
): Promise<{ config: ConfigText | null; notes: readonly FindingReport[] }> {
  const names = world.input("config") === "" ? CONFIGS : [world.input("config")];
  const proposed = names.map((file) => ({ file, text: textIn(head, file) })).find(({ text }) => text !== undefined);
  if (base === null) return { config: proposed?.text === undefined ? null : { file: proposed.file, text: proposed.text }, notes: [] };
  const inForce = await baseConfig(world, base, names);
  if (inForce === "unknown") {
    const words = "the base commit is not in this checkout, so its config could not be read; no budget was applied";
    return {
      config: null,
      notes: [note("config/base-missing", words, names[0] ?? null, "use actions/checkout with fetch-depth: 0, or allow contents: read")],
    };
  }
  if ((inForce?.text ?? "") === (proposed?.text ?? "")) return { config: inForce, notes: [] };
  return {
    config: inForce,
    notes: [
      note(
        "config/proposed",
        "this change edits the config; the base's config is in force until it is merged",
        proposed?.file ?? names[0] ?? null,
        null,
      ),
    ],
  };
}

async function baseConfig(world: ActionWorld, base: string, names: readonly string[]): Promise<ConfigText | null | "unknown"> {
  const local = world.git.id(base) !== undefined;
  if (!local && !world.remote) return "unknown";
  try {
    for (const file of names) {
      const text = local ? world.git.show(base, file) : await world.remote?.content(file, base);
      if (text !== undefined) return { file, text, sha: world.git.id(base) ?? base };
    }
    return null;
  } catch {
    return "unknown";
  }
}

const textIn = (snapshot: Snapshot, path: string) => {
  const content = snapshot.read(path);
  return content.kind === "text" ? content.text : undefined;
};

const note = (rule: keyof typeof RULES, message: string, file: string | null, help: string | null): FindingReport => ({
  rule,
  severity: RULES[rule].severity,
  message,
  job: null,
  file,
  line: file === null ? null : 1,
  column: null,
  end_line: null,
  help,
});

function reportOf(outcome: RunOutcome): Report {
  if (outcome.ok) return outcome.report;
  throw new ActionError(
    outcome.problems.map(({ at, message, help }) => `${at?.file ?? ""}:${at?.line ?? 1}: ${message}${help ? `; ${help}` : ""}`).join("\n"),
  );
}

/** `scope: changed` leaves jobs out that this change does not touch. */
function scoped(report: Report, world: ActionWorld): Report {
  if (choice(world, "scope", ["changed", "all"], "all") === "all") return report;
  const jobs = report.jobs.filter(({ change }) => change === undefined || change.status !== "unchanged");
  const shown = new Set(jobs.map(({ id }) => id));
  return { ...report, jobs, findings: report.findings.filter(({ job }) => job === null || shown.has(job)) };
}
