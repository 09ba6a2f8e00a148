import type { Place } from "./place.js";

/** Entries of the catalogue. Figures are in the unit of their name; every entry says where it is from and, for prices, of which day. */
export interface Accelerator {
  /** Canonical name, as in `H100-SXM-80GB`. */
  readonly id: string;
  readonly vendor: string;
  readonly memory_gib_marketed: number;
  /** What a process can allocate, CUDA context not yet deducted. */
  readonly memory_gib_usable: number;
  readonly bf16_tflops: number | null;
  readonly fp16_tflops: number | null;
  readonly tf32_tflops: number | null;
  readonly fp32_tflops: number | null;
  readonly fp8_tflops: number | null;
  readonly memory_bandwidth_gbs: number;
  /** Bandwidth to the neighbours in the node, both directions together. */
  readonly interconnect: string;
  readonly interconnect_gbs: number | null;
  readonly power_w: number | null;
  readonly source: string;
  readonly confidence: "high" | "medium" | "low";
}

export interface Price {
  /** US dollars for one accelerator and one hour. */
  readonly usd_per_accelerator_hour: number;
  readonly cloud: string;
  readonly instance_type: string | null;
  readonly region: string | null;
  readonly spot: boolean;
  /** Accelerators of one instance: a node is paid whole. */
  readonly accelerators: number;
  readonly as_of: string;
  readonly source: string;
  /** Where the config states it, if it does. */
  readonly at?: Place;
}

export interface Instance {
  readonly cloud: string;
  readonly instance_type: string;
  readonly region: string | null;
  readonly accelerator: string;
  readonly accelerators: number;
  readonly usd_per_hour: number | null;
  readonly spot_usd_per_hour: number | null;
  readonly as_of: string;
  readonly source: string;
}

export interface Model {
  readonly id: string;
  /** Keys of `config.json`. */
  readonly architecture: Readonly<Record<string, unknown>>;
  readonly parameters: number | null;
  readonly active_parameters: number | null;
  readonly source: string;
}

export interface Dataset {
  readonly id: string;
  readonly examples: number | null;
  readonly tokens_per_example: number | null;
  readonly tokens: number | null;
  readonly source: string;
  readonly confidence: "high" | "medium" | "low";
}

/** What a look-up by any spelling gives: exactly one entry, several that the name may mean, or the nearest names. */
export type Lookup<T> =
  | { readonly kind: "found"; readonly entry: T }
  | { readonly kind: "ambiguous"; readonly entry: T; readonly candidates: readonly string[] }
  | { readonly kind: "unknown"; readonly nearest: readonly string[] };

export interface PriceQuery {
  readonly accelerator: string;
  readonly cloud?: string | undefined;
  readonly instance_type?: string | undefined;
  readonly region?: string | undefined;
  readonly spot?: boolean | undefined;
}

/** A managed fine-tuning price, per million (or thousand) training tokens as `unit` says. */
export interface ManagedPrice {
  readonly provider: string;
  readonly model: string;
  readonly method: string;
  readonly unit: string;
  readonly price_usd: number | null;
  readonly minimum_usd: number | null;
  readonly status: string | null;
  readonly as_of: string;
  readonly source: string;
}

export interface ManagedQuery {
  readonly provider: string;
  readonly model: string;
  readonly lora: boolean;
  readonly dpo: boolean;
  readonly parameters: number | null;
}

export interface Catalog {
  /** Latest day of any price in it. */
  readonly prices_as_of: string;
  accelerator(name: string): Lookup<Accelerator>;
  instance(type: string, cloud?: string): Lookup<Instance>;
  model(id: string): Lookup<Model>;
  dataset(id: string): Lookup<Dataset>;
  /** Best price for the query: the named instance, else the named cloud, else the median on-demand price over clouds; null where none is known. */
  price(query: PriceQuery): Price | null;
  /** Null where the provider is no managed service, or has no price for the model. */
  managed(query: ManagedQuery): ManagedPrice | null;
  readonly services: readonly string[];
  readonly accelerators: readonly Accelerator[];
  readonly models: readonly Model[];
  readonly instances: readonly Instance[];
}
