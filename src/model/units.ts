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

export const scale = <Q extends number>(range: Range<Q>, factor: number): Range<Q> => ({
  low: (range.low * factor) as Q,
  expected: (range.expected * factor) as Q,
  high: (range.high * factor) as Q,
});
