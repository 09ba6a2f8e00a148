/**
 * Base units carried in the type, so that gibibytes never meet bytes unnoticed.
 * Inside the core every quantity is in its base unit; the unit moves into the name only at the edge (`memory_gib`, `wall_hours`).
 */
declare const unit: unique symbol;
export type Quantity<U extends string> = number & { readonly [unit]: U };

export type Bytes = Quantity<"byte">;
export type Tokens = Quantity<"token">;
export type Seconds = Quantity<"second">;
export type Flops = Quantity<"flop">;
export type GpuHours = Quantity<"gpu-hour">;
export type Usd = Quantity<"usd">;

export const bytes = (n: number) => n as Bytes;
export const tokens = (n: number) => n as Tokens;
export const seconds = (n: number) => n as Seconds;
export const flops = (n: number) => n as Flops;
export const gpuHours = (n: number) => n as GpuHours;
export const usd = (n: number) => n as Usd;

export const GIB = 2 ** 30;
export const HOUR = 3600;

export const fromGib = (n: number): Bytes => bytes(n * GIB);
export const gib = (n: Bytes): number => n / GIB;
export const fromHours = (n: number): Seconds => seconds(n * HOUR);
export const hours = (n: Seconds): number => n / HOUR;

/** An 80 % interval: one time in ten the truth lies below `low`, one time in ten above `high`. */
export interface Range<Q extends number = number> {
  readonly low: Q;
  readonly expected: Q;
  readonly high: Q;
}

/** A figure that is known: all three are it. */
export const exactly = <Q extends number>(value: Q): Range<Q> => ({ low: value, expected: value, high: value });

/** End by end: of two independent figures a wider range than holds their sum four times in five. */
export const plus = (a: Range, b: Range): Range => ({ low: a.low + b.low, expected: a.expected + b.expected, high: a.high + b.high });

/** Every end times a factor. */
export const scale = <Q extends number>(range: Range<Q>, factor: number): Range<Q> => ({
  low: (range.low * factor) as Q,
  expected: (range.expected * factor) as Q,
  high: (range.high * factor) as Q,
});
