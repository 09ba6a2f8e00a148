import { readReport } from "../engine/read-report.js";
import type { ActionWorld } from "../model/action-world.js";
import { type Destination, deliver } from "./deliver.js";
import { ActionError } from "./inputs.js";

/**
 * The second half of the fork-safe recipe: a report that an unprivileged run left as an artifact, shown by a run that may comment.
 * Nothing in it is believed but its figures: it is held to the schema and rendered again, and the pull request is asked for at the API.
 */
export async function relay(world: ActionWorld): Promise<void> {
  const path = world.input("report-file");
  const run = world.event.workflow_run;
  if (!run) throw new ActionError("report-file is for workflow_run, after the run that wrote the report");
  const text = world.read(path);
  if (text === undefined) throw new ActionError(`report-file: ${path} is missing, too large, or leads out of the workspace`);
  const read = readReport(text);
  if ("problem" in read) throw new ActionError(`report-file: ${path} is not a report of traincost: ${read.problem}`);
  const to = { repository: run.repository, sha: run.head, run: run.id, attempt: run.attempt };
  await deliver(read.report, world, { ...to, pull: await pullOf(world, run) });
}

async function pullOf(world: ActionWorld, run: { readonly head: string; readonly branch: string }): Promise<Destination["pull"]> {
  try {
    const pull = await world.remote?.pullOf(run.head, run.branch);
    if (pull === undefined) world.warn("no open pull request has this run's commit as its head: no comment is written");
    return pull ?? null;
  } catch (error) {
    world.warn(`the pull request could not be found (${world.reason(error)}): no comment is written`);
    return null;
  }
}
