import type { Place } from "./place.js";

/** What the config says where a manifest says nothing. */
export interface Assumptions {
  readonly accelerator?: string;
  readonly accelerators?: number;
  /** Share of peak, by accelerator name as the config spells it. */
  readonly mfu: Readonly<Record<string, number>>;
  readonly rates: readonly Rate[];
}

/** A price of the config's own: beats the catalogue. */
export interface Rate {
  readonly accelerator: string;
  readonly usd_per_accelerator_hour: number;
  readonly cloud?: string;
  readonly region?: string;
  readonly spot?: boolean;
  readonly at: Place;
}

export const noAssumptions: Assumptions = { mfu: {}, rates: [] };
