import { exitCode, type FailOn } from "../checks/exit.js";
import { withFindings } from "../engine/verdict.js";
import type { ActionWorld } from "../model/action-world.js";
import { isTouched } from "../model/changes.js";
import type { Report } from "../model/report.js";
import { REPORTERS } from "../reporters/index.js";
import { type RunOutcome, run, runDiff } from "../run.js";
import { VERSION } from "../version.js";
import { type Destination, deliver, MODES } from "./deliver.js";
import { ActionError, choice } from "./inputs.js";
import { policyOf } from "./policy.js";
import { relay } from "./relay.js";
import { sidesOf } from "./sides.js";

/** Event → base and head through the one engine → report → summary, outputs, annotations, comment, verdict. Gives whether the step passes. */
export async function action(world: ActionWorld): Promise<boolean> {
  const failOn = wordsOf(world);
  if (world.input("report-file") !== "") return relay(world).then(() => true);
  const sides = await sidesOf(world);
  const { config, ruled, notes } = await policyOf(world, sides);
  const labels = world.event.pull_request?.labels ?? [];
  const request = {
    paths: sides.paths,
    config,
    labels,
    ...(ruled && { ruled }),
    today: world.today,
    version: VERSION,
    scope: "check",
  } as const;
  const { base, head } = sides;
  const compared = reportOf(base ? runDiff({ ...request, base, head }) : run({ ...request, snapshot: head }));
  const report = scoped(withFindings(compared, notes), world);
  if (sides.missing !== null)
    world.warn(
      `the base commit is not in this checkout and ${sides.missing}, so nothing could be compared: use actions/checkout with fetch-depth: 0`,
    );
  await deliver(report, world, destination(world));
  const passes = exitCode(report.summary.verdict, failOn) === 0;
  return passes || world.input("warn-only") === "true";
}

/** Inputs with a closed set of words, looked at before anything is written: a run that is called wrongly says nothing else. */
function wordsOf(world: ActionWorld): FailOn {
  choice(world, "comment", MODES, "on-change");
  choice(world, "format", Object.keys(REPORTERS), "json");
  choice(world, "scope", SCOPES, "all");
  return choice(world, "fail-on", ["error", "warning", "never"], "error");
}

const SCOPES = ["changed", "all"] as const;

const destination = ({ event }: ActionWorld): Destination => ({
  pull: event.pull_request?.number ?? null,
  repository: event.repository,
  sha: event.pull_request?.head ?? event.sha,
  run: event.run_id,
  attempt: event.run_attempt,
});

function reportOf(outcome: RunOutcome): Report {
  if (outcome.ok) return outcome.report;
  throw new ActionError(
    outcome.problems.map(({ at, message, help }) => `${at?.file ?? ""}:${at?.line ?? 1}: ${message}${help ? `; ${help}` : ""}`).join("\n"),
  );
}

/** `scope: changed` leaves jobs out that this change does not touch. */
function scoped(report: Report, world: ActionWorld): Report {
  if (choice(world, "scope", SCOPES, "all") === "all") return report;
  const jobs = report.jobs.filter((job) => job.change === undefined || isTouched(job));
  const shown = new Set(jobs.map(({ id }) => id));
  return { ...report, jobs, findings: report.findings.filter(({ job }) => job === null || shown.has(job)) };
}
