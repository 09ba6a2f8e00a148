import type { Range } from "../model/units.js";

/**
 * Mean tokens of an example where nobody says. 45 instruction data sets of the catalogue: a tenth below 115, half below 420, a tenth above 1100. What is catalogued
 * are the short classics: 24 published runs of 13 publications whose data is not in it, at limits from 1024 on, took what 1,100 tokens at 2048 would take (median),
 * part of which is the slowness of their steps. Between the two. [tokens]
 */
const USUAL = { low: 120, expected: 600, high: 1700 };
/** Where none is declared. */
export const USUAL_LIMIT = 2048;
/**
 * How far the length follows the limit: what is trained under 512 is short (litgpt's 43 runs: 170 tokens), reasoning and conversations are trained under 8192 and
 * 32768 (NeMo's and s1's: 0.3 to 0.5 of the limit), though the same Alpaca is trained under all of them.
 */
const FOLLOWS = { low: 0.3, expected: 0.9, high: 0.9 };

/** Half way from what is expected to the short end: shorter still, and runs that did run out of memory would be called tight. [tokens] */
export function usualShort(limit: number): number {
  const { low, expected } = usualLength(limit);
  return Math.sqrt(low * expected);
}

/** [tokens]; never above `limit`, which cuts what is longer. */
export function usualLength(limit = USUAL_LIMIT): Range {
  const at = (end: keyof Range) => Math.min(USUAL[end] * (limit / USUAL_LIMIT) ** FOLLOWS[end], limit);
  return { low: at("low"), expected: at("expected"), high: at("high") };
}

/**
 * A batch is as long as its longest example: mean of the longest of n over the mean, for lengths as spread as those of instruction data (log-normal, σ = 0.7:
 * 1.38 of two, 1.8 of four, 2.25 of eight).
 */
export const LONGEST_OF = 0.4;

/** Tokens of a padded row. */
export const padded = (mean: number, rows: number, limit: number): number => Math.min(mean * rows ** LONGEST_OF, Math.max(mean, limit));

/** One example in a hundred is as long, of lengths as spread as above: mean × e^(2.33 σ − σ²/2). */
const LONGEST_SEEN = 4;

/** Tokens of the longest row that a run without packing need meet: its data may never reach the limit. */
export const longestRow = (mean: number, limit: number): number => Math.min(limit, LONGEST_SEEN * mean);
