import type { Config } from "../config/config.js";
import { collector, type Diagnostic } from "../model/diagnostic.js";
import type { Job } from "../model/job.js";
import type { Snapshot } from "../model/snapshot.js";
import { discover } from "./discover.js";
import { link } from "./link.js";
import { applyOverrides } from "./overrides.js";
import { withOwners } from "./owners.js";
import { understand } from "./recognise.js";

export interface Analysis {
  readonly jobs: readonly Job[];
  readonly diagnostics: readonly Diagnostic[];
  readonly filesScanned: number;
}

/** discover → recognise → parse → link: from files to jobs. Pure; the same for base and head. */
export function analyse(
  snapshot: Snapshot,
  paths: readonly string[],
  config: Config,
  owners: (file: string) => readonly string[] = () => [],
): Analysis {
  const { found, report } = collector();
  const candidates = discover(snapshot, { paths, include: config.discover.include, exclude: config.discover.exclude }, report);
  const files = candidates.map(understand);
  const jobs = link(files, report).map((job) => applyOverrides(withOwners(job, owners), config));
  return { jobs, diagnostics: [...found, ...files.flatMap((file) => file.diagnostics)], filesScanned: candidates.length };
}
