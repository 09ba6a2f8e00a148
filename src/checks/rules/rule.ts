import type { Config } from "../../config/types.js";
import type { Rule } from "../../model/diagnostic.js";
import type { Place } from "../../model/place.js";
import type { CheckedJob } from "../input.js";

export interface Told {
  readonly message: string;
  /** Where nothing better is known: the job. */
  readonly at?: Place | undefined;
  readonly help?: string;
}

export interface Circumstances {
  readonly config: Config;
  /** ISO date. */
  readonly today: string;
}

/** What one rule has to say of a job that is worked out: null where it is content. Its title and severity stand in `RULES`. */
export interface JobRule {
  readonly rule: Rule;
  look(job: CheckedJob, around: Circumstances): Told | readonly Told[] | null;
}

export const defineRule = (rule: JobRule): JobRule => rule;
