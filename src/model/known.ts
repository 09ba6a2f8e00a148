import type { Place } from "./place.js";

/**
 * A value that keeps its reason. Every leaf is a place in a file or a stated assumption:
 * - declared: written in a manifest; override: written in the config's `overrides` or a directive's own line
 * - derived: computed from other known values, and says how
 * - default: what the framework does when nothing is said (note = framework and source)
 * - catalogue: a fact of the catalogue (note = its source and date)
 * - assumed: nobody said so; note = because
 */
export type Known<T> =
  | { readonly kind: "declared" | "override"; readonly value: T; readonly at: Place; readonly note?: string }
  | {
      readonly kind: "derived" | "default" | "catalogue" | "assumed";
      readonly value: T;
      readonly note: string;
      readonly at?: Place;
    };

export type OriginKind = Known<unknown>["kind"];

export const declared = <T>(value: T, at: Place, note?: string): Known<T> =>
  note === undefined ? { kind: "declared", value, at } : { kind: "declared", value, at, note };

/** Note of what a `# traincost:` line states: nothing beats it. */
export const DIRECTIVE = "directive";

export const override = <T>(value: T, at: Place): Known<T> => ({ kind: "override", value, at });

/** `from` gives the first place the value goes back to. */
export function derived<T>(value: T, note: string, from: readonly (Known<unknown> | undefined)[] = []): Known<T> {
  const at = from.find((known) => known?.at)?.at;
  return at ? { kind: "derived", value, note, at } : { kind: "derived", value, note };
}

export const byDefault = <T>(value: T, note: string): Known<T> => ({ kind: "default", value, note });
export const catalogued = <T>(value: T, note: string): Known<T> => ({ kind: "catalogue", value, note });
export const assumed = <T>(value: T, because: string): Known<T> => ({ kind: "assumed", value, note: because });

/** What follows from values that no file states is no more than a default or an assumption itself. */
export function follows<T>(value: T, note: string, from: readonly Known<unknown>[]): Known<T> {
  if (from.some(({ kind }) => kind === "declared" || kind === "override" || kind === "derived")) return derived(value, note, from);
  return from.some(({ kind }) => kind === "assumed") ? assumed(value, note) : byDefault(value, note);
}

/** The same value told with other words, its place and kind kept. */
export const withValue = <T, U>(known: Known<T>, value: U): Known<U> => ({ ...known, value });
