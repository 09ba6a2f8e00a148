import type { Accelerator, ManagedPrice, Price } from "./catalog.js";
import type { FactName, KnownFacts } from "./facts.js";
import type { Bytes, Flops, GpuHours, Range, Seconds, Usd } from "./units.js";

/** A job with every gap filled or named: what the estimator gets. */
export interface ResolvedJob {
  /** Declared, derived, default, catalogue and assumed values; a fact that stays absent is unknown. */
  readonly facts: KnownFacts;
  readonly accelerator: Accelerator | null;
  readonly price: Price | null;
  /** Share of peak to use instead of the model's own, from the config's `assumptions.mfu`. */
  readonly mfu: number | null;
  /** Set where a service trains on request and is paid per token: its price, or null where none is known. */
  readonly managed?: ManagedPrice | null;
}

/** One line of the working: a reader can check it by hand. */
export interface Term {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly formula: string;
  /** The formula with this job's numbers put in: plain arithmetic that gives `value`. */
  readonly numbers: string;
  /** What the manifest, a default or the catalogue gave to it. */
  readonly inputs: readonly FactName[];
  readonly source: string;
}

export interface Refusal {
  readonly what: "cost" | "time" | "memory";
  readonly reason: string;
  /** The key to add. */
  readonly add: string;
}

/** Per device on the fullest rank. The seven parts are the composition at the moment of the peak and add up to `peak_allocated`, `overhead` apart. */
export interface MemoryEstimate {
  readonly weights: Bytes;
  readonly gradients: Bytes;
  readonly optimizer: Bytes;
  readonly activations: Bytes;
  readonly logits: Bytes;
  readonly buffers: Bytes;
  /** Fragmentation and the device context: `peak.expected - peak_allocated`. */
  readonly overhead: Bytes;
  readonly peak_allocated: Bytes;
  readonly peak_reserved: Bytes;
  readonly peak: Range<Bytes>;
  readonly moment: "loss" | "layer" | "optimizer" | "load";
}

export interface Estimate {
  readonly parameters: number | null;
  readonly active_parameters: number | null;
  readonly trainable_parameters: number | null;
  readonly data_parallel: number | null;
  readonly accelerators: number | null;
  readonly examples: number | null;
  /** Useful tokens the whole run trains on. */
  readonly tokens: number | null;
  readonly memory: MemoryEstimate | null;
  readonly capacity: Bytes | null;
  /** Of one node, at its peak. */
  readonly host_memory: Range<Bytes> | null;
  /** On the device while it evaluates; null where nothing says that it does. Low: rows as short as usual. */
  readonly evaluation: Range<Bytes> | null;
  /** Checkpoints that stay, over all ranks. */
  readonly disk: Range<Bytes> | null;
  readonly fits: "yes" | "tight" | "no" | "unknown";
  readonly flops: Flops | null;
  readonly tokens_per_second: number | null;
  readonly tokens_per_second_per_accelerator: number | null;
  readonly mfu: number | null;
  readonly wall: Range<Seconds> | null;
  readonly gpu_hours: Range<GpuHours> | null;
  readonly hourly_cost: Usd | null;
  readonly cost: Range<Usd> | null;
  /** What the scheduler lets the job take at most: needs no model of the run. */
  readonly worst_case: { readonly wall: Seconds; readonly gpu_hours: GpuHours; readonly cost: Usd | null; readonly from: string } | null;
  readonly refused: readonly Refusal[];
  readonly terms: readonly Term[];
}
