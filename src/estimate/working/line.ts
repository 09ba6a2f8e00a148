import type { Estimate, ResolvedJob } from "../../model/estimate.js";
import type { FactName } from "../../model/facts.js";
import type { ImageRun } from "../images.js";
import type { Peak } from "../memory/peak.js";
import type { Ends } from "../ranges.js";
import type { Setup } from "../setup.js";
import type { Device } from "../time/devices.js";
import type { Generation } from "../time/generation.js";
import type { Step } from "../time/step.js";
import type { Work } from "../work.js";
import type { Written } from "./arithmetic.js";

/** Everything one estimate went through. */
export interface Working {
  readonly job: ResolvedJob;
  readonly setup: Setup;
  /** The same at the length of the rows that a step trains on: what the lines of time read as `setup`. */
  readonly timed: Setup;
  readonly peak: Peak | null;
  /** What the ends of the peak's range are drawn from. */
  readonly ends: Ends;
  readonly step: Step | null;
  readonly device: Device | null;
  readonly work: Work | null;
  readonly generation: Generation | null;
  readonly estimate: Omit<Estimate, "terms">;
  /** A model over images whose rate somebody published, instead of everything above. */
  readonly images: ImageRun | null;
  /** Share of the wall time that trains, and seconds before the first step. */
  readonly goodput: number;
  readonly start_up: number;
}

/** What a bill needs: it is known without a model of the run. */
export type Bill = Pick<Working, "job" | "estimate" | "images" | "start_up">;

/** One row of the table behind `explain` and docs/how-it-estimates.md. */
export interface Line<Needs = Working> {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly formula: string;
  readonly source: string;
  readonly inputs: readonly FactName[];
  /** What the engine used; null where the term does not occur in this job. */
  value(working: Needs): number | null;
  /** The same, written out. */
  numbers(working: Needs): Written;
}
