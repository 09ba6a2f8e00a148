import type { Range } from "../../model/units.js";
import type { Setup } from "../setup.js";

/** Imports, process group, first kernels and their compilation. [s] */
const BEFORE_WEIGHTS = 60;
/** Weights of a checkpoint in half precision, fetched and read. [bytes/s] */
const LOADING = 0.5e9;

/** Seconds from the first paid one to the first step: the whole bill of very short jobs. litgpt's 43 runs of two minutes to two hours. [s] */
export const startUp = (parameters: number): number => BEFORE_WEIGHTS + (2 * parameters) / LOADING;

/** From a warm machine with the weights at hand to a cold one that fetches image and weights slowly. [s] */
export const startRange = (start: number): Range => ({ low: start / 2, expected: start, high: 2.5 * start });

/**
 * Share of a run that trains: the rest evaluates and saves, on many accelerators also restarts and waits (Llama 3, arXiv 2407.21783 section 3.3.4; the published
 * GPU-hours of 26 pretraining runs, and of litgpt's 43, whose recipes evaluate every 100 steps).
 */
const GOODPUT = { few: 0.94, many: 0.76 };
const MANY = 128;

export const goodputOf = ({ accelerators }: Setup): number => (accelerators >= MANY ? GOODPUT.many : GOODPUT.few);
