import type { Estimate } from "../model/estimate.js";
import { type KnownFacts, shownUnit } from "../model/facts.js";
import type { EstimateReport, Interval, JobReport, MemoryReport, OriginReport } from "../model/report.js";
import { GIB, HOUR, type Range } from "../model/units.js";

/** Six significant digits: more would be noise, and make reports differ between machines. */
export const tidy = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
const interval = (range: Range | null | undefined, divide = 1): Interval | null =>
  range ? { low: tidy(range.low / divide) ?? 0, expected: tidy(range.expected / divide) ?? 0, high: tidy(range.high / divide) ?? 0 } : null;

/** Facts whose report key carries its unit stand under both names. */
const RENAMED: Readonly<Record<string, string>> = {
  "resources.time_limit": "resources.time_limit_hours",
  "resources.memory_limit": "resources.memory_limit_gib",
};

/** A number in the unit that a bare one has in a manifest: hours, GiB, dollars. */
function plainValue(name: string, value: unknown): NonNullable<OriginReport["value"]> | null {
  const unit = shownUnit(name);
  if (typeof value === "number") return tidy(unit === "h" ? value / HOUR : unit === "GiB" ? value / GIB : value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : null;
}

/** Every known fact with where it is from. */
export function originsOf(facts: KnownFacts): Readonly<Record<string, OriginReport>> {
  const entries = Object.entries(facts).flatMap(([name, known]) => {
    if (!known) return [];
    const told: OriginReport = {
      kind: known.kind,
      file: known.at?.file ?? null,
      line: known.at?.line ?? null,
      note: known.note ?? null,
      value: plainValue(name, known.value),
    };
    const other = RENAMED[name];
    return other ? [[name, told] as const, [other, told] as const] : [[name, told] as const];
  });
  return Object.fromEntries(entries);
}

/** The estimate in the units of the report: GiB, hours, US dollars. */
export function estimateReport(estimate: Estimate): EstimateReport {
  const worst = estimate.worst_case;
  return {
    memory_gib: memoryReport(estimate),
    host_memory_gib: interval(estimate.host_memory, GIB),
    evaluation_gib: interval(estimate.evaluation, GIB),
    disk_gib: interval(estimate.disk, GIB),
    fits: estimate.fits,
    flops: tidy(estimate.flops),
    tokens_per_second: tidy(estimate.tokens_per_second),
    tokens_per_second_per_accelerator: tidy(estimate.tokens_per_second_per_accelerator),
    mfu: tidy(estimate.mfu),
    wall_hours: interval(estimate.wall, HOUR),
    gpu_hours: interval(estimate.gpu_hours),
    hourly_cost: tidy(estimate.hourly_cost),
    cost: interval(estimate.cost),
    worst_case: worst && {
      wall_hours: tidy(worst.wall / HOUR) ?? 0,
      gpu_hours: tidy(worst.gpu_hours) ?? 0,
      cost: tidy(worst.cost),
      from: worst.from,
    },
    refused: estimate.refused,
    terms: estimate.terms.map((term) => ({ ...term, value: Number.isSafeInteger(term.value) ? term.value : (tidy(term.value) ?? 0) })),
  };
}

const PARTS = [
  "weights",
  "gradients",
  "optimizer",
  "activations",
  "logits",
  "buffers",
  "overhead",
  "peak_allocated",
  "peak_reserved",
] as const;

function memoryReport({ memory, capacity }: Estimate): MemoryReport {
  const parts = Object.fromEntries(PARTS.map((part) => [part, memory ? tidy(memory[part] / GIB) : null])) as Record<
    (typeof PARTS)[number],
    number | null
  >;
  return { ...parts, peak: interval(memory?.peak, GIB), capacity: capacity === null ? null : tidy(capacity / GIB) };
}

/** What the manifest says was measured; null where it says nothing. */
export function reportedOf(facts: KnownFacts): JobReport["reported"] {
  const [hours, cost, memory] = [facts["reported.gpu_hours"], facts["reported.cost"], facts["reported.peak_memory"]];
  if (!hours && !cost && !memory) return null;
  return { gpu_hours: hours?.value ?? null, cost: cost?.value ?? null, peak_memory_gib: memory ? tidy(memory.value / GIB) : null };
}
