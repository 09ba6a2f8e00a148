import type { Estimate, MemoryEstimate, Refusal, ResolvedJob } from "../model/estimate.js";
import { type Bytes, bytes, flops, fromGib, HOUR, type Range, type Seconds, scale, seconds } from "../model/units.js";
import { diskSpace, type Saving } from "./disk.js";
import { imageRunOf } from "./images.js";
import { managedEstimate } from "./managed.js";
import { hostMemory } from "./memory/host.js";
import { type Peak, peakMemory } from "./memory/peak.js";
import { costOf, gpuHoursOf, hourlyCost, worstCase } from "./money.js";
import { around, assumedSizes, memorySpread, shortestPeak, spreadRange, timeSpread } from "./ranges.js";
import { refusals } from "./refusals.js";
import { type Setup, setupOf } from "./setup.js";
import { type Device, deviceOf } from "./time/devices.js";
import { type Generation, generationOf, sampledOf } from "./time/generation.js";
import { fleetOf, goodputOf, startRange, startUp } from "./time/startup.js";
import { type Step, stepTime } from "./time/step.js";
import { type Batch, type Work, workOf } from "./work.js";
import { billOf, termsOf } from "./working/terms.js";

/** GPU-hours, cost and peak memory of one job. Pure and total: what cannot be known is null, with a refusal that names the key to add. */
export function estimate(job: ResolvedJob): Estimate {
  if (job.managed !== undefined) return managedEstimate(job, job.managed);
  const setup = setupOf(job);
  const accelerators = setup ? setup.accelerators + (setup.rollouts?.devices ?? 0) : declaredAccelerators(job);
  const memory = setup ? memoryOf(job, setup) : null;
  const device = job.accelerator ? deviceOf(job.accelerator, job.facts["training.precision"]?.value) : null;
  const run = setup ? runOf(job, setup, device) : null;
  const hourly = accelerators === null ? null : hourlyCost(job, accelerators);
  const pictureStart = startUp(job.facts["model.parameters"]?.value ?? 0);
  const images = setup ? null : imageRunOf(job, accelerators, pictureStart);
  const pictured = images && "wall" in images ? images : null;
  const wall = run?.wall ?? pictured?.wall ?? null;
  const capacity = capacityOf(job);
  const found = {
    parameters: setup ? (setup.exact_shape ? setup.parameters : (job.facts["model.parameters"]?.value ?? setup.parameters)) : null,
    active_parameters: setup
      ? (job.facts["model.active_parameters"]?.value ??
        (setup.exact_shape ? setup.counts.active : (job.facts["model.parameters"]?.value ?? null)))
      : null,
    trainable_parameters: setup ? (setup.trains === "full" ? setup.counts.total : setup.adapter_parameters) : null,
    data_parallel: setup?.data ?? null,
    accelerators,
    examples: job.facts["data.examples"]?.value ?? null,
    tokens: run?.work?.useful ?? null,
    memory: memory?.estimate ?? null,
    capacity,
    host_memory: setup ? hostMemory(setup) : null,
    disk: setup ? diskSpace(setup, savingOf(job), run?.work ?? null) : null,
    fits: fitsOf(memory?.estimate.peak ?? null, capacity),
    flops: run?.work && run.step ? flops(run.step.model_flops_per_token * run.work.processed.expected) : null,
    tokens_per_second: run?.rate ?? null,
    tokens_per_second_per_accelerator: run?.rate && setup ? run.rate / setup.accelerators : null,
    mfu: run?.mfu ?? null,
    wall,
    gpu_hours: wall && accelerators !== null ? gpuHoursOf(wall, accelerators) : null,
    hourly_cost: hourly,
    cost: wall ? costOf(wall, hourly) : null,
    worst_case: worstCase(job, accelerators, hourly),
    refused: refusals(job, setup, device, run?.refused ?? [], images),
  };
  return {
    ...found,
    terms: setup
      ? termsOf(workingOf(job, setup, memory?.peak ?? null, run, device, found))
      : billOf({ job, estimate: found, images: pictured, start_up: pictureStart }),
  };
}

function workingOf(
  job: ResolvedJob,
  setup: Setup,
  peak: Peak | null,
  run: Run | null,
  device: Device | null,
  found: Omit<Estimate, "terms">,
) {
  return {
    job,
    setup,
    timed: run?.timed ?? setup,
    peak,
    step: run?.step ?? null,
    device,
    work: run?.work ?? null,
    generation: run?.generation ?? null,
    estimate: found,
    images: null,
    goodput: run?.goodput ?? 1,
    start_up: startUp(setup.counts.total),
  };
}

const declaredAccelerators = ({ facts }: ResolvedJob) => {
  const perNode = facts["resources.accelerators_per_node"]?.value;
  return perNode === undefined ? null : perNode * (facts["resources.nodes"]?.value ?? 1);
};

function capacityOf({ facts, accelerator }: ResolvedJob): Bytes | null {
  return facts["resources.accelerator_memory"]?.value ?? (accelerator ? fromGib(accelerator.memory_gib_usable) : null);
}

function memoryOf(job: ResolvedJob, setup: Setup): { readonly peak: Peak; readonly estimate: MemoryEstimate } {
  const peak = peakMemory(setup);
  const { parts } = peak;
  const estimate = {
    weights: bytes(parts.weights),
    gradients: bytes(parts.gradients),
    optimizer: bytes(parts.optimizer),
    activations: bytes(parts.activations),
    logits: bytes(parts.logits),
    buffers: bytes(parts.buffers),
    overhead: bytes(peak.device - peak.allocated),
    peak_allocated: bytes(peak.allocated),
    peak_reserved: bytes(peak.reserved),
    peak: peakRange(job, setup, peak),
    moment: peak.moment,
  };
  return { peak, estimate };
}

/** The limit decides what is expected; data that never reaches it leaves less. */
function peakRange(job: ResolvedJob, setup: Setup, { device }: Peak): Range<Bytes> {
  const spread = memorySpread(setup, assumedSizes(job));
  return { ...(around(device, spread) as Range<Bytes>), low: bytes(spread.low * shortestPeak(job, setup)) };
}

const savingOf = ({ facts }: ResolvedJob): Saving => ({
  steps: facts["training.save_steps"]?.value,
  limit: facts["training.save_total_limit"]?.value,
});

/** `yes`: even the high end fits. `no`: not even the low end does. */
function fitsOf(peak: Range<Bytes> | null, capacity: Bytes | null): Estimate["fits"] {
  if (!peak || capacity === null) return "unknown";
  if (peak.high <= capacity) return "yes";
  return peak.low > capacity ? "no" : "tight";
}

interface Run {
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

function runOf(job: ResolvedJob, setup: Setup, device: Device | null): Run {
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
