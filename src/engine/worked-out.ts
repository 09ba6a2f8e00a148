import { catalog } from "../catalog/catalog.js";
import type { CheckedJob } from "../checks/input.js";
import type { Config } from "../config/config.js";
import { estimate } from "../estimate/estimate.js";
import { collector } from "../model/diagnostic.js";
import type { KnownFacts } from "../model/facts.js";
import type { Job } from "../model/job.js";
import { advise } from "./advise.js";
import { resolve } from "./resolve/resolve.js";

/** One job, its gaps filled and its numbers worked out; what was found on the way stays with it. */
export function workedOut(job: Job, { assumptions }: Config, advice: "all" | undefined): CheckedJob {
  const { found, report } = collector();
  const resolved = resolve(job.facts, { catalog, assumptions, report });
  const { facts, price, managed } = resolved;
  const own = estimate(resolved);
  const again = (changed: KnownFacts) => {
    const tried = resolve(changed, { catalog, assumptions, report: () => undefined });
    return { facts: tried.facts, estimate: estimate(tried) };
  };
  const isWanted = advice === "all" || own.fits === "no" || own.fits === "tight";
  return {
    job: { ...job, diagnostics: [...job.diagnostics, ...found] },
    facts,
    price,
    accelerator: resolved.accelerator,
    managed,
    estimate: own,
    alternatives: isWanted ? advise(job.facts, { facts, estimate: own }, again) : [],
  };
}
