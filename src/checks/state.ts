import type { Budget } from "../config/types.js";
import type { Severity } from "../model/diagnostic.js";
import type { Verdict } from "../model/report.js";

/** What comes of holding a figure against a limit. `over` before the change and not raised by it is `stood`. */
export type State = "unknown" | "waived" | "over" | "stood" | "near" | "within";

/** What a limit is held against. */
export interface Held {
  readonly measured: number | null;
  /** Some of it has no figure. */
  readonly missing: boolean;
  readonly warn: number | undefined;
  readonly fail: number | undefined;
}

/** `over`: what exceeding the limit comes to. What nobody can estimate is told as the budget's `unknown` says; a figure over the limit is over whatever is missing. */
export function stateOf({ measured, missing, warn, fail }: Held, { unknown }: Budget, over: "over" | "waived" | "stood"): State {
  if (exceeds(measured, fail)) return over;
  if (missing && unknown !== "ok") return "unknown";
  return exceeds(measured, warn) ? "near" : "within";
}

export const exceeds = (measured: number | null, limit: number | undefined): boolean =>
  measured !== null && limit !== undefined && measured > limit;

/** The rule that tells of it; within a limit there is nothing to tell. */
export const RULE = {
  unknown: "budget/unknown",
  waived: "budget/waived",
  over: "budget/over",
  stood: "budget/over",
  near: "budget/near",
} as const satisfies Readonly<Record<Exclude<State, "within">, string>>;

const VERDICTS = { waived: "pass", over: "fail", stood: "warn", near: "warn", within: "pass" } as const;

/** What a budget says of a limit in this state. */
export const verdictIn = (state: State, { unknown }: Budget): Verdict =>
  state !== "unknown" ? VERDICTS[state] : unknown === "fail" ? "fail" : "warn";

/** The worst of several: a failure before a warning before what nobody knows. */
export const worstOf = <V extends Verdict | "unknown">(verdicts: readonly V[]): V | "pass" =>
  ORDER.find((verdict): verdict is V => (verdicts as readonly string[]).includes(verdict)) ?? "pass";
const ORDER: readonly (Verdict | "unknown")[] = ["fail", "warn", "unknown"];

/** How loud a finding of this verdict is. */
export const SEVERITY: Readonly<Record<Verdict, Severity>> = { fail: "error", warn: "warning", pass: "notice" };
