import { matches } from "../config/match.js";
import type { Config, Override } from "../config/types.js";
import { type Diagnostic, RULES } from "../model/diagnostic.js";
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

/** Overrides of the config itself that change no job, as the manifests say them. A policy shared by many repositories has some for jobs of others. */
export function idleOverrides(jobs: readonly Job[], { overrides, file }: Config): readonly Diagnostic[] {
  if (jobs.length === 0) return [];
  return overrides.filter(({ match, place }) => place.file === file && !jobs.some((job) => matches(match, job))).map(noMatch);
}

const noMatch = ({ set, place }: Override): Diagnostic => ({
  rule: "override/no-match",
  severity: RULES["override/no-match"].severity,
  message: `no job matches this override of ${Object.keys(set).join(", ")}`,
  at: place,
  help: "look at its match: paths, formats, accelerators, labels, owners",
});
