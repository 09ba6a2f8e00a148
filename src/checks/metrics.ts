import { type Limit, METRICS, type Metric } from "../config/types.js";
import type { Interval, JobReport } from "../model/report.js";
import { exactly, GIB, HOUR, type Range } from "../model/units.js";
import { formatGib, formatHours, formatUsd } from "../model/words.js";
import type { CheckedJob } from "./input.js";

/** Something that a budget can limit. */
interface Measure {
  readonly unit: string;
  words(value: number): string;
  /** Of one run, in the unit; null where it is unknown. */
  of(job: CheckedJob): Range | null;
  /** The same from a report. */
  reported(job: JobReport): Interval | null;
  /** Every run of a job adds to a sum over jobs, or one stands for all. */
  readonly runs: "all" | "one";
  /** Jobs add up; or they run beside each other, and the largest is what there is. */
  readonly jobs: "sum" | "largest";
}

export const MEASURES: Readonly<Record<Metric, Measure>> = {
  cost: {
    unit: "USD",
    words: formatUsd,
    of: ({ estimate }) => estimate.cost,
    reported: ({ estimate }) => estimate.cost,
    runs: "all",
    jobs: "sum",
  },
  gpu_hours: {
    unit: "accelerator-hours",
    words: (value) => `${formatHours(value)} of accelerators`,
    of: ({ estimate }) => estimate.gpu_hours,
    reported: ({ estimate }) => estimate.gpu_hours,
    runs: "all",
    jobs: "sum",
  },
  wall_hours: {
    unit: "hours",
    words: formatHours,
    of: ({ estimate }) => divided(estimate.wall, HOUR),
    reported: ({ estimate }) => estimate.wall_hours,
    runs: "one",
    jobs: "largest",
  },
  hourly_cost: {
    unit: "USD per hour",
    words: (value) => `${formatUsd(value)} per hour`,
    of: ({ estimate }) => known(estimate.hourly_cost),
    reported: ({ estimate }) => known(estimate.hourly_cost),
    runs: "one",
    jobs: "sum",
  },
  memory: {
    unit: "GiB",
    words: formatGib,
    of: ({ estimate }) => divided(estimate.memory?.peak ?? null, GIB),
    reported: ({ estimate }) => estimate.memory_gib.peak,
    runs: "one",
    jobs: "largest",
  },
  accelerators: {
    unit: "accelerators",
    words: (value) => `${value} accelerators`,
    of: ({ estimate }) => known(estimate.accelerators),
    reported: ({ resources }) => known(typeof resources.accelerators === "number" ? resources.accelerators : null),
    runs: "one",
    jobs: "sum",
  },
};

const known = (value: number | null): Range | null => (value === null ? null : exactly(value));
const divided = (range: Range | null, by: number): Range | null =>
  range && { low: range.low / by, expected: range.expected / by, high: range.high / by };

/** What is measured over several jobs; 0 of none. */
export const joined = (metric: Metric, values: readonly number[]): number =>
  MEASURES[metric].jobs === "largest" ? Math.max(0, ...values) : values.reduce((a, b) => a + b, 0);

/** The metric that a report names; undefined of `change`, and of what a later version measures. */
export const metricOf = (name: string): Metric | undefined => METRICS.find((metric) => metric === name);

/** Which end of a range is held against a limit, where it is not the figure that a table shows. */
export const atEnd = ({ at }: Limit): string => (at === "expected" ? "" : ` at the ${at} end of its range`);
