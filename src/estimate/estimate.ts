import type { Estimate, MemoryEstimate, ResolvedJob } from "../model/estimate.js";
import { type Bytes, bytes, flops, fromGib, type Range } from "../model/units.js";
import { diskSpace, type Saving } from "./disk.js";
import { imageRunOf } from "./images.js";
import { managedEstimate } from "./managed.js";
import { evaluationMemory } from "./memory/evaluation.js";
import { hostMemory } from "./memory/host.js";
import { type Peak, peakMemory } from "./memory/peak.js";
import { costOf, gpuHoursOf, hourlyCost, worstCase } from "./money.js";
import { assumedSizes, type Ends, endsOf, memorySpread } from "./ranges.js";
import { refusals } from "./refusals.js";
import { type Run, runOf } from "./run.js";
import type { Setup } from "./setup.js";
import { setupOf } from "./setup-of-job.js";
import { type Device, deviceOf } from "./time/devices.js";
import { startUp } from "./time/startup.js";
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
    ...sizesOf(job, setup),
    data_parallel: setup?.data ?? null,
    accelerators,
    examples: job.facts["data.examples"]?.value ?? null,
    tokens: run?.work?.useful ?? null,
    memory: memory?.estimate ?? null,
    capacity,
    host_memory: setup ? hostMemory(setup) : null,
    evaluation: setup ? evaluationMemory(job, setup) : null,
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
      ? termsOf(workingOf(job, setup, memory, run, device, found))
      : billOf({ job, estimate: found, images: pictured, start_up: pictureStart }),
  };
}

/** As published where the shape is exact, as declared where it is only typical. */
function sizesOf({ facts }: ResolvedJob, setup: Setup | null) {
  if (!setup) return { parameters: null, active_parameters: null, trainable_parameters: null };
  const declared = facts["model.parameters"]?.value;
  return {
    parameters: setup.exact_shape ? setup.parameters : (declared ?? setup.parameters),
    active_parameters: facts["model.active_parameters"]?.value ?? (setup.exact_shape ? setup.counts.active : (declared ?? null)),
    trainable_parameters: setup.trains === "full" ? Math.round(setup.counts.total * setup.trained_share) : setup.adapter_parameters,
  };
}

function workingOf(
  job: ResolvedJob,
  setup: Setup,
  memory: Memory | null,
  run: Run | null,
  device: Device | null,
  found: Omit<Estimate, "terms">,
) {
  return {
    job,
    setup,
    timed: run?.timed ?? setup,
    peak: memory?.peak ?? null,
    ends: memory?.ends ?? { least: 0, most: 0 },
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

interface Memory {
  readonly peak: Peak;
  readonly ends: Ends;
  readonly estimate: MemoryEstimate;
}

function memoryOf(job: ResolvedJob, setup: Setup): Memory {
  const peak = peakMemory(setup);
  const ends = endsOf(job, setup, peak);
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
    peak: peakRange(job, setup, peak, ends),
    moment: peak.moment,
  };
  return { peak, ends, estimate };
}

/** The limit decides what is expected; data that never reaches it leaves less. */
function peakRange(job: ResolvedJob, setup: Setup, { device }: Peak, { least, most }: Ends): Range<Bytes> {
  const { low, high } = memorySpread(setup, assumedSizes(job));
  return { low: bytes(low * least), expected: bytes(device), high: bytes(high * most) };
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
