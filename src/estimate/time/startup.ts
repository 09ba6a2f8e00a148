import type { Range } from "../../model/units.js";
import type { Setup } from "../setup.js";

/** Imports, process group, first kernels and their compilation. [s] */
const BEFORE_WEIGHTS = 60;
/** Weights of a checkpoint in half precision, read: between a network volume (0.3) and a drive of the node (2 to 3). [bytes/s] */
const LOADING = 1e9;

/** Seconds from the first paid one to the first step: the whole bill of very short jobs. litgpt's 43 runs of two minutes to two hours. [s] */
export const startUp = (parameters: number): number => BEFORE_WEIGHTS + (2 * parameters) / LOADING;

/** From a warm machine with the weights at hand to a cold one that fetches image and weights slowly. [s] */
export const startRange = (start: number): Range => ({ low: start / 2, expected: start, high: 2.5 * start });

/** Published pretrainings last 7 to 118 days, half of them below 30: what would take longer on what a manifest names runs on more. [h] */
export const LONGEST_RUN = 30 * 24;

/** Accelerators that a run of so many accelerator-hours keeps busy at the same time. */
export const fleetOf = (accelerators: number, acceleratorHours: number): number => Math.max(accelerators, acceleratorHours / LONGEST_RUN);

/**
 * Share of a run that trains: the rest evaluates, saves, restarts, and waits for slow nodes and networks (Llama 3, arXiv 2407.21783 section 3.3.4). Published
 * pretrainings took 0.74 of what their steps alone take on up to 16 accelerators and 1.5 on 64 and more, whether they name their number or not (medians of 36 and
 * 47 runs of 39 publications); litgpt's 43 runs of minutes set the share on few.
 */
export const GOODPUT = { few: 0.94, many: 0.67, tuned: 0.6 };
/** Accelerators up to which the share is that of few, and from which on that of many; between them straight over logarithms. */
export const FLEET = { few: 16, many: 64 };
export const DECLINE = Math.log(GOODPUT.many / GOODPUT.few) / Math.log(FLEET.many / FLEET.few);

/**
 * `tuned`: all weights of a model fine-tuned on several accelerators by stacks of single PyTorch operations. 28 published runs of 17 publications took 0.7 to 30 times
 * what their steps take (median of publications 4.9; seven on one device or by compiled code 1.0): evaluations, whole models saved with their optimizer, memory savers
 * and settings that a recipe leaves out, batches of short rows. A third of that, in logarithms, stands here, the rest in the range.
 */
export const tunesWhole = ({ trains, pretraining, rollouts, accelerators, habits }: Setup): boolean =>
  trains === "full" && !pretraining && rollouts === null && accelerators > 1 && habits.kernels === "eager";

/** Share of the wall time that trains, on so many accelerators at the same time. */
export function goodputOf(setup: Setup, fleet: number): number {
  if (tunesWhole(setup)) return GOODPUT.tuned;
  return GOODPUT.few * (Math.min(Math.max(fleet, FLEET.few), FLEET.many) / FLEET.few) ** DECLINE;
}
