import type { ResolvedJob } from "../model/estimate.js";
import { type GpuHours, gpuHours, HOUR, type Range, type Seconds, scale, type Usd, usd } from "../model/units.js";

/**
 * Price of the whole job for one hour. Whole instances are paid: a job on 3 accelerators of an 8-accelerator instance pays 8;
 * two jobs' worth of accelerators on one node pay one.
 */
export function hourlyCost(job: ResolvedJob, accelerators: number): Usd | null {
  return job.price ? usd(paidAccelerators(job, accelerators) * job.price.usd_per_accelerator_hour) : null;
}

/** Of whole instances where the price is of one. */
export function paidAccelerators({ price, facts }: ResolvedJob, accelerators: number): number {
  if (!price || price.instance_type === null) return accelerators;
  const nodes = facts["resources.nodes"]?.value ?? 1;
  return nodes * Math.ceil(Math.ceil(accelerators / nodes) / price.accelerators) * price.accelerators;
}

/** Hours × price of an hour; null without a price. */
export const costOf = (wall: Range<Seconds>, hourly: Usd | null): Range<Usd> | null =>
  hourly === null ? null : (scale(wall, hourly / HOUR) as unknown as Range<Usd>);

/** Hours × accelerators of the job, whatever is paid. */
export const gpuHoursOf = (wall: Range<Seconds>, accelerators: number): Range<GpuHours> =>
  scale(wall, accelerators / HOUR) as unknown as Range<GpuHours>;

/** What the scheduler lets the job take at most: needs no model of the run. */
export function worstCase({ facts }: ResolvedJob, accelerators: number | null, hourly: Usd | null) {
  const limit = facts["resources.time_limit"];
  if (!limit || accelerators === null) return null;
  const place = limit.at ? `${limit.at.file}:${limit.at.line}` : limit.kind;
  const hours = limit.value / HOUR;
  return {
    wall: limit.value,
    gpu_hours: gpuHours(hours * accelerators),
    cost: hourly === null ? null : usd(hours * hourly),
    from: `resources.time_limit (${place})`,
  };
}
