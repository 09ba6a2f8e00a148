import { nearest } from "../model/nearest.js";
import type { Report } from "../model/report.js";
import type { CliWorld } from "../model/world.js";
import { renderExplain } from "../reporters/explain.js";
import { analysed } from "./check.js";
import { asJson, type Options, UsageError } from "./options.js";
import { homeOf, inside } from "./paths.js";

/** `traincost explain JOB`: a job's id, its name, or the file it stands in. */
export function explain(words: readonly string[], options: Options, world: CliWorld): number {
  const json = asJson(options);
  const { report, jobs } = jobsNamed("explain", words, options, world);
  if (json) world.print(`${JSON.stringify(jobs, null, 2)}\n`);
  else for (const job of jobs) world.print(`${renderExplain(report, job)}\n`);
  return 0;
}

/** The jobs one word names; throws UsageError where there are none. */
export function jobsNamed(command: string, words: readonly string[], options: Options, world: CliWorld, advice = false) {
  const [wanted, ...rest] = words;
  if (wanted === undefined || rest.length > 0)
    throw new UsageError(`${command} needs one job: its id, name or file, as \`traincost check\` lists them`);
  const file = wanted.split("#")[0] ?? wanted;
  const isFile = world.stat(file.startsWith("/") ? file : `${world.cwd}/${file}`) === "file";
  const report = analysed(["."], options, world, "check", advice);
  const here = inside(homeOf(world, options.config), world.cwd, wanted);
  const jobs = find(report, [wanted, here]);
  const found = jobs.length > 0 || !isFile ? jobs : analysed([file], options, world, "check", advice).jobs;
  if (found.length === 0) throw new UsageError(`no job is called ${wanted}; ${near(wanted, report)}`);
  return { report, jobs: found };
}

const SHOWN = 5;

/** Names that may have been meant, else the first few: never the whole list. */
function near(wanted: string, { jobs }: Report): string {
  if (jobs.length === 0) return "no job is here";
  const ids = jobs.map(({ id }) => id);
  const part = ids.filter((id) => id.toLowerCase().includes(wanted.toLowerCase()));
  const byName = nearest(wanted, [...new Set(jobs.map(({ name }) => name))], SHOWN).flatMap((name) =>
    jobs.filter((job) => job.name === name).map(({ id }) => id),
  );
  const meant = [...new Set([...part, ...nearest(wanted, ids, SHOWN), ...byName])].slice(0, SHOWN);
  if (meant.length > 0) return `did you mean ${meant.join(", ")}?`;
  return `jobs here: ${ids.slice(0, SHOWN).join(", ")}${ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : ""}`;
}

const find = (report: Report, wanted: readonly string[]) =>
  report.jobs.filter(({ id, name, file }) => [id, name, file].some((word) => wanted.includes(word)));
