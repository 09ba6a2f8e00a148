import { outputsOf } from "../engine/outputs.js";
import type { ActionWorld } from "../model/action-world.js";
import { isTouched } from "../model/changes.js";
import type { Report } from "../model/report.js";
import { REPORTERS, type ReporterName } from "../reporters/index.js";
import { ActionError, choice } from "./inputs.js";

/** Where a report belongs: its pull request, the commit its lines are of, and which run it is of. */
export interface Destination {
  readonly pull: number | null;
  readonly repository: string;
  readonly sha: string;
  readonly run: number;
  readonly attempt: number;
}

/** GitHub takes 1 MiB from a step, and nothing of what is larger. */
const MAX_SUMMARY = 1_000_000;

/** Summary, annotations, files, comment, outputs. What cannot be written is said and changes no verdict. */
export async function deliver(report: Report, world: ActionWorld, to: Destination): Promise<void> {
  const { server, repository } = world.event;
  const options = { blobUrl: `${server}/${to.repository}/blob/${to.sha}/`, runUrl: `${server}/${repository}/actions/runs/${to.run}` };
  const text = REPORTERS.markdown.render(report, options);
  world.print(REPORTERS.github.render(report, {}));
  await world.summary(REPORTERS.markdown.render(report, { ...options, maxBytes: MAX_SUMMARY }));
  files(report, text, world);
  const url = await comment(report, options, world, to);
  const paths = {
    "report-json": `${world.scratch}/traincost.json`,
    "report-markdown": `${world.scratch}/traincost.md`,
    "comment-url": url ?? "",
  };
  for (const [name, value] of Object.entries({ ...outputsOf(report), ...paths })) world.output(name, value);
}

function files(report: Report, text: string, world: ActionWorld): void {
  const format = choice(world, "format", Object.keys(REPORTERS) as ReporterName[], "json");
  const write = (path: string, content: string) => {
    if (path !== "" && !world.write(path, content)) throw new ActionError(`${path} leads out of the workspace, or cannot be written`);
  };
  write(`${world.scratch}/traincost.json`, REPORTERS.json.render(report, {}));
  write(`${world.scratch}/traincost.md`, text);
  write(world.input("output-file"), REPORTERS[format].render(report, {}));
  write(world.input("sarif-file"), REPORTERS.sarif.render(report, {}));
}

export const MODES = ["always", "on-change", "on-warning", "on-failure", "never"] as const;

/** Whether there is something to say; what was said before is brought up to date in any case. */
function worthSaying(report: Report, mode: (typeof MODES)[number]): boolean {
  const { verdict } = report.summary;
  if (mode === "always") return true;
  if (mode === "on-change") return report.jobs.some(isTouched) || verdict === "fail";
  if (mode === "on-warning") return verdict !== "pass";
  return mode === "on-failure" && verdict === "fail";
}

async function comment(report: Report, options: { blobUrl: string; runUrl: string }, world: ActionWorld, to: Destination) {
  const mode = choice(world, "comment", MODES, "on-change");
  if (to.pull === null || mode === "never") return undefined;
  const comments = world.comments(to.pull);
  if (!comments) world.warn("github-token is empty, so no comment is written; the verdict and the summary stand");
  if (!comments) return undefined;
  const key = world.input("comment-key").replace(/[^\w.-]/g, "") || "default";
  const marker = `<!-- traincost:v1 key=${key} -->`;
  const order = to.run * 100 + to.attempt;
  const told = { ...options, marker: `${marker}\n<!-- traincost:run ${order} -->` };
  const body = REPORTERS.markdown.render(report, told);
  const resolved = report.summary.verdict === "fail" ? body : REPORTERS.markdown.render(report, { ...told, resolved: true });
  world.write(`${world.scratch}/traincost-comment.md`, body);
  world.output("comment-body", `${world.scratch}/traincost-comment.md`);
  try {
    return await comments.put(marker, body, {
      short: shortened(body, options.runUrl),
      resolved,
      order,
      existing: !worthSaying(report, mode),
    });
  } catch (error) {
    world.warn(`the comment could not be written (${world.reason(error)}); the verdict and the summary stand`);
    return undefined;
  }
}

/** Marker, verdict and totals: what stands before the first table or fold. */
function shortened(body: string, runUrl: string): string {
  const all = body.split("\n");
  const end = all.findIndex((line) => /^(\||<details)/.test(line));
  return [...all.slice(0, end < 0 ? 12 : Math.min(end, 12)), "", `The whole report is in the [run's summary](${runUrl}).`].join("\n");
}
