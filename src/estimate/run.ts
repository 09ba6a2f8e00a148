import type { Refusal, ResolvedJob } from "../model/estimate.js";
import { HOUR, type Range, type Seconds, scale, seconds } from "../model/units.js";
import { spreadRange, timeSpread } from "./ranges.js";
import type { Setup } from "./setup.js";
import type { Device } from "./time/devices.js";
import { type Generation, generationOf, sampledOf } from "./time/generation.js";
import { fleetOf, goodputOf, startRange, startUp } from "./time/startup.js";
import { type Step, stepTime } from "./time/step.js";
import { type Batch, type Work, workOf } from "./work.js";

/** How long a job trains on its device, and what of it is known. */
export interface Run {
  /** The job at the length of the rows it trains on; its memory is that of the longest. */
  readonly timed: Setup;
  readonly step: Step | null;
  readonly work: Work | null;
  readonly generation: Generation | null;
  readonly rate: number | null;
  readonly mfu: number | null;
  /** Share of the wall time that trains. */
  readonly goodput: number | null;
  readonly wall: Range<Seconds> | null;
  readonly refused: readonly Refusal[];
}

/** Length of the run from its steps (6N FLOPs a token, arXiv 2001.08361), what it samples, and the share of it that trains; refused where the work is unknown. Rate in tokens/s of all accelerators. */
export function runOf(job: ResolvedJob, setup: Setup, device: Device | null): Run {
  const reading = workOf(job.facts, batchOf(setup), sampledOf(setup));
  const work = reading.ok ? reading.work : null;
  const refused: Refusal[] = reading.ok ? [] : [{ what: "time", reason: reading.reason, add: reading.add }];
  const timed = work?.row ? { ...setup, sequence_length: work.row } : setup;
  if (!device) return { timed, step: null, work, generation: null, rate: null, mfu: null, goodput: null, wall: null, refused };
  const step = stepTime(timed, device);
  const rate = rateOf(job, setup, device, step);
  const mfu = (step.model_flops_per_token * rate) / setup.accelerators / device.peak;
  const generation = generationOf(setup, device);
  const busy = work ? busyOf(setup, work, rate, generation) : null;
  const goodput = busy && goodputOf(setup, fleetOf(setup.accelerators, (busy.expected * setup.accelerators) / HOUR));
  const wall = busy && goodput ? wallOf(setup, device, scale(busy, 1 / goodput)) : null;
  return { timed, step, work, generation, rate, mfu, goodput, wall, refused };
}

/** Of one sequence an example: what passes through the policy beside it is counted where the rate is. */
const batchOf = ({ micro_batch_size, data, accumulation, sequence_length, preference, habits }: Setup): Batch => ({
  rows: micro_batch_size * data * accumulation,
  limit: sequence_length,
  sequences: preference.sequences,
  pads_to_limit: habits.pads_to_limit,
});

/** Tokens per second of all accelerators: from the step, or from the config's own MFU. */
function rateOf(job: ResolvedJob, setup: Setup, device: Device, step: Step): number {
  if (job.mfu === null) return step.tokens / step.step;
  return (job.mfu * device.peak * setup.accelerators) / step.model_flops_per_token;
}

/** Seconds of training and sampling alone. */
function busyOf(setup: Setup, work: Work, rate: number, generation: Generation | null): Range {
  const perExample = setup.preference.sequences;
  const sampling = (end: keyof Range) => (generation ? (work.steps ?? 0) * generation.seconds[end] : 0);
  const at = (end: keyof Range) => (work.processed[end] * perExample) / rate + sampling(end);
  return { low: at("low"), expected: at("expected"), high: at("high") };
}

function wallOf(setup: Setup, device: Device, running: Range): Range<Seconds> {
  const start = startRange(startUp(setup.counts.total));
  const spread = spreadRange(running, timeSpread(setup, device.prior));
  return {
    low: seconds(spread.low + start.low),
    expected: seconds(spread.expected + start.expected),
    high: seconds(spread.high + start.high),
  };
}
