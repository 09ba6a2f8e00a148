import type { Config } from "../config/config.js";
import { collector, type Diagnostic, RULES, type Rule } from "../model/diagnostic.js";
import type { Job } from "../model/job.js";
import { topOf } from "../model/place.js";
import type { Snapshot } from "../model/snapshot.js";
import { buildOn } from "./builds-on.js";
import { handedOn, once } from "./called.js";
import { type Candidate, discover } from "./discover.js";
import { follow } from "./follow.js";
import { inherit } from "./inherit.js";
import { link } from "./link.js";
import { applyOverrides, idleOverrides } from "./overrides.js";
import { withOwners } from "./owners.js";
import { pinned } from "./pins.js";
import { type Understood, understand } from "./recognise.js";
import { sourcedBy } from "./sourced.js";

export interface Analysis {
  readonly jobs: readonly Job[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files whose syntax hides what they say, told or not: the first fault of each. */
  readonly faults: readonly Diagnostic[];
  readonly filesScanned: number;
  /** Overrides of the config that match none of these jobs. */
  readonly idle: readonly Diagnostic[];
}

/** discover → recognise → parse → follow → inherit → link: from files to jobs. Pure; the same for base and head. */
export function analyse(
  snapshot: Snapshot,
  paths: readonly string[],
  config: Config,
  owners: (file: string) => readonly string[] = () => [],
): Analysis {
  const { found, report } = collector();
  const candidates = discover(snapshot, { paths, include: config.discover.include, exclude: config.discover.exclude }, report);
  const read = (candidate: Candidate) => guarded(candidate, snapshot);
  const asked = candidates.map(read);
  const files = buildOn(inherit([...asked, ...follow(asked, snapshot, read)], report));
  const said = pinned(link(files, report, asked.length), snapshot).map((job) => withOwners(job, owners));
  const jobs = said.map((job) => applyOverrides(job, config));
  const used = new Set(jobs.flatMap((job) => job.sources.map(({ file }) => file)));
  const handed = handedOn(files);
  const told = files.flatMap(({ file, diagnostics }) =>
    diagnostics.filter(({ rule }) => !ABOUT_A_JOB.has(rule) || (used.has(file) && !handed.has(file))),
  );
  const lost = asked.flatMap((each) => (used.has(each.file) ? [] : withoutJob(each)));
  const faults = asked.flatMap(({ fault }) => (fault ? [{ ...fault, severity: RULES[fault.rule].severity }] : []));
  return {
    jobs,
    diagnostics: once([...found, ...told, ...lost]),
    faults,
    filesScanned: candidates.length,
    idle: idleOverrides(said, config),
  };
}

/** What only matters where it is part of a job: a script that evaluates may leave open what it likes. */
const ABOUT_A_JOB: ReadonlySet<Rule> = new Set(["input/unresolved", "input/wrong-type", "input/unknown-variable"]);

/** Who writes `# traincost: …` into a file means a job by it: one that no format knows, and no command names, is not lost in silence. */
function withoutJob({ fragments, directives, file }: Understood): readonly Diagnostic[] {
  const [name] = Object.keys(directives.facts);
  if (name === undefined || fragments.length > 0 || directives.ignore) return [];
  const { found, report } = collector();
  const at = Object.values(directives.facts)[0]?.at ?? topOf(file);
  report(
    "input/no-job",
    `this file says # traincost: ${name}=…, and no format knows it as a training job: nothing of it is estimated`,
    at,
    "name it *.traincost.yml and write apiVersion: traincost/v1, or put the lines into the script that trains",
  );
  return found;
}

/** A fault of ours in one file is said there, and costs no other file. */
function guarded(candidate: Candidate, snapshot: Snapshot): Understood {
  try {
    return understand(candidate, candidate.syntax === "script" ? sourcedBy(candidate, snapshot) : undefined);
  } catch (error) {
    const { found, report } = collector();
    const kind = error instanceof Error ? error.name : "Error";
    report(
      "input/unreadable",
      `traincost fails on this file (${kind}), so what it says is not known`,
      topOf(candidate.file),
      "please report it with the file; until then leave it out with discover.exclude",
    );
    return { file: candidate.file, fragments: [], directives: { ignore: false, facts: {}, labels: {} }, diagnostics: found };
  }
}
