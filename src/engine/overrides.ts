import { matches } from "../config/match.js";
import type { Config } from "../config/types.js";
import type { Job } from "../model/job.js";
import { DIRECTIVE } from "../model/known.js";

/** What the config's `overrides` set for this job beats every manifest; a later override beats an earlier one. Only a directive in the manifest beats both. */
export function applyOverrides(job: Job, config: Config): Job {
  const fitting = config.overrides.filter(({ match }) => matches(match, job));
  if (fitting.length === 0 || config.file === null) return job;
  const directives = Object.fromEntries(Object.entries(job.facts).filter(([, known]) => known?.note === DIRECTIVE));
  return {
    ...job,
    facts: Object.assign({}, job.facts, ...fitting.map(({ set }) => set), directives),
    sources: [...job.sources, { file: config.file, format: "config", role: "config" }],
  };
}
