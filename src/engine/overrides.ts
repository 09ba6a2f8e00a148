import { matches } from "../config/match.js";
import type { Config } from "../config/types.js";
import type { FactName, KnownFacts } from "../model/facts.js";
import type { Job } from "../model/job.js";
import { DIRECTIVE } from "../model/known.js";

/** What the config's `overrides` set for this job beats every manifest, but not a directive; a later override beats an earlier one. */
export function applyOverrides(job: Job, config: Config): Job {
  const { file } = config;
  const accelerator = job.facts["resources.accelerator"]?.value;
  const fitting = config.overrides.filter(({ match }) => matches(match, job, accelerator));
  if (fitting.length === 0 || file === null) return job;
  return {
    ...job,
    facts: Object.assign({}, job.facts, ...fitting.map(({ set }) => set), directives(job.facts)),
    sources: [...job.sources, { file, format: "config", role: "config" }],
  };
}

/** The person who writes a directive knows the job better than whoever wrote the config for many. */
const directives = (facts: KnownFacts): KnownFacts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => facts[name as FactName]?.note === DIRECTIVE));
