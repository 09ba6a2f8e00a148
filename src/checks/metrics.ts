import type { Limit, Metric } from "../config/types.js";
import { GIB, HOUR, type Range } from "../model/units.js";
import { formatGib, formatHours, formatUsd } from "../model/words.js";
import type { CheckedJob } from "./input.js";

export const unitOf: Readonly<Record<Metric, { unit: string; words: (value: number) => string }>> = {
  cost: { unit: "USD", words: formatUsd },
  gpu_hours: { unit: "accelerator-hours", words: (value) => `${formatHours(value)} of accelerators` },
  wall_hours: { unit: "hours", words: formatHours },
  hourly_cost: { unit: "USD per hour", words: (value) => `${formatUsd(value)} per hour` },
  memory: { unit: "GiB", words: formatGib },
  accelerators: { unit: "accelerators", words: (value) => `${value} accelerators` },
};

/** Which end of a range is held against a limit, where it is not the figure that a table shows. */
export const atEnd = ({ at }: Limit): string => (at === "expected" ? "" : ` at the ${at} end of its range`);

/** What a metric of one run measures, in the metric's unit; null where it is unknown. */
export const measure: Readonly<Record<Metric, (job: CheckedJob) => Range | null>> = {
  cost: ({ estimate }) => estimate.cost,
  gpu_hours: ({ estimate }) => estimate.gpu_hours,
  wall_hours: ({ estimate }) => divided(estimate.wall, HOUR),
  hourly_cost: ({ estimate }) => (estimate.hourly_cost === null ? null : same(estimate.hourly_cost)),
  memory: ({ estimate }) => divided(estimate.memory?.peak ?? null, GIB),
  accelerators: ({ estimate }) => (estimate.accelerators === null ? null : same(estimate.accelerators)),
};

const same = (n: number): Range => ({ low: n, expected: n, high: n });
const divided = (range: Range | null, by: number): Range | null =>
  range && { low: range.low / by, expected: range.expected / by, high: range.high / by };
