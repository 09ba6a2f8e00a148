import type { ResolvedJob } from "../model/estimate.js";
import { leavesCheckpointingOpen } from "../model/training.js";
import type { Range } from "../model/units.js";
import { longestRow, usualShort } from "./lengths.js";
import { type Peak, peakMemory } from "./memory/peak.js";
import type { Setup } from "./setup.js";
import { tunesWhole } from "./time/startup.js";

/** Factors around the expected value that hold 80 % of measured/estimated, from the residuals of published measurements by group. */
export interface Spread {
  readonly low: number;
  readonly high: number;
}

/**
 * Peak memory: the 10th and 90th percentile of measured over estimated, a publication counting as eight rows at most so that none draws the range alone. Drawn on
 * 502 rows of 27 publications, by what is trained and on one device or several; of a collection at first sight they held 68 %. Low ends are of rows as long as
 * said: shorter data is counted apart.
 */
const MEMORY: Readonly<Record<"full" | "lora" | "qlora", { readonly one: Spread; readonly many: Spread }>> = {
  full: { one: { low: 0.78, high: 1.16 }, many: { low: 0.76, high: 1.18 } },
  lora: { one: { low: 0.89, high: 1.15 }, many: { low: 0.9, high: 1.23 } },
  qlora: { one: { low: 0.86, high: 1.16 }, many: { low: 0.9, high: 1.17 } },
};
/** Only the size of the model is known. */
const TYPICAL_SHAPE: Spread = { low: 0.8, high: 1.4 };

/** Sizes that decide the peak; each that nobody declared widens the range. */
const SIZES = ["training.sequence_length", "training.micro_batch_size", "training.lora.target_modules", "training.weights_dtype"] as const;
/** How many of the sizes that decide the peak nobody declared. */
export const assumedSizes = ({ facts }: ResolvedJob): number => SIZES.filter((name) => facts[name]?.kind === "assumed").length;

const widen = (a: Spread, b: Spread): Spread => ({ low: a.low * b.low, high: a.high * b.high });

const kindOf = (setup: Setup) => (setup.trains === "full" ? "full" : setup.quantized_bytes === null ? "lora" : "qlora");

/** Factors on the expected peak: those measured for the kind of job, wider where its shape or sizes are assumed. */
export function memorySpread(setup: Setup, assumed: number): Spread {
  const measured = MEMORY[kindOf(setup)][setup.accelerators > 1 ? "many" : "one"];
  const byShape = setup.exact_shape ? measured : widen(measured, TYPICAL_SHAPE);
  return widen(byShape, { low: 0.97 ** assumed, high: 1.04 ** assumed });
}

/** What the two ends of the range are drawn from. [bytes] */
export interface Ends {
  readonly least: number;
  readonly most: number;
}

/** `least`: no row is longer than the data's own longest. Both: either way of checkpointing, where nobody says which. */
export function endsOf(job: ResolvedJob, setup: Setup, { device }: Peak): Ends {
  const others = eitherWay(job, setup);
  return {
    least: Math.min(...[setup, ...others].map((each) => shortestPeak(job, each))),
    most: Math.max(device, ...others.map((each) => peakMemory(each).device)),
  };
}

const eitherWay = ({ facts }: ResolvedJob, setup: Setup): readonly Setup[] =>
  leavesCheckpointingOpen(facts) ? [{ ...setup, checkpointing: setup.checkpointing === "none" ? "full" : "none" }] : [];

function shortestPeak({ facts }: ResolvedJob, setup: Setup): number {
  if (setup.packed || setup.rollouts) return peakMemory(setup).pressed;
  const limit = setup.sequence_length;
  const known = facts["data.tokens_per_example"];
  const mean = known && known.kind !== "assumed" ? known.value : usualShort(limit);
  return peakMemory({ ...setup, sequence_length: longestRow(mean / setup.preference.sequences, limit) }).pressed;
}

/**
 * Whole runs: the 10th and 90th percentile of measured over estimated among 298 runs of 122 publications (those given with the issue and calibration/), a publication
 * counting as four rows at most: 133 of a corpus, tuned speedruns below, model cards above; 48 over a quantized base, 60 of adapters, 57 of all weights, most of them on several
 * devices by stacks of single operations. They hold 77 to 83 % of each kind; of a collection at first sight 48 to 58 %.
 */
const SPEED = {
  lora: { low: 0.7, high: 1.65 },
  qlora: { low: 0.53, high: 1.85 },
  full: { low: 0.6, high: 2.4 },
  tuned: { low: 0.45, high: 3.8 },
  pretraining: { low: 0.48, high: 1.52 },
  /** Beside unknown lengths: how sampling and training share the devices, stragglers, rewards and the exchange of weights differ by framework. */
  sampling: { low: 0.65, high: 2 },
};
/** Beside that, of a card that nobody measured. */
const PRIOR: Spread = { low: 0.75, high: 1.35 };

const runOf = (setup: Setup): keyof typeof SPEED => {
  if (setup.rollouts) return "sampling";
  if (setup.pretraining) return "pretraining";
  return tunesWhole(setup) ? "tuned" : kindOf(setup);
};

/** Factors on the expected length of a run. `prior`: nobody measured the card. */
export function timeSpread(setup: Setup, prior: boolean): Spread {
  const known = SPEED[runOf(setup)];
  return prior ? spreadRange({ ...PRIOR, expected: 1 }, known) : known;
}

/** A figure and its range. */
/** Two independent reasons to be wrong rarely both show in full: their factors add as squares of logarithms. */
export function spreadRange({ low, expected, high }: Range, spread: Spread): Range {
  const both = (a: number, b: number) => Math.exp(Math.hypot(Math.log(a), Math.log(b)));
  return { low: expected / both(low / expected, spread.low), expected, high: expected * both(high / expected, spread.high) };
}
