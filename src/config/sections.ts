import type { Assumptions, Rate } from "../model/assumptions.js";
import type { Cursor } from "../text/cursor.js";
import type { Match } from "./types.js";

export const strings = (cursor: Cursor): readonly string[] => cursor.items().map((each) => each.text() ?? "");

/** The value as the schema promises it, or undefined where nothing stands. */
export const scalar = <T>(cursor: Cursor) => (cursor.raw() ?? undefined) as T | undefined;

/** A key only where it has a value. */
export const optional = <K extends string, V>(key: K, value: V | undefined) =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

const list = (cursor: Cursor) => (cursor.kind === "sequence" ? strings(cursor) : undefined);

export function readMatch(cursor: Cursor): Match {
  const labels = cursor
    .at("labels")
    .entries()
    .map(([key, value]) => [key, value.text() ?? ""] as const);
  return {
    ...optional("paths", list(cursor.at("paths"))),
    ...optional("formats", list(cursor.at("formats"))),
    ...optional("accelerators", list(cursor.at("accelerators"))),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
  };
}

/** `assumptions` and `prices.rates`: what the resolver asks when a manifest is silent. */
export function readAssumptions(root: Cursor): Assumptions {
  const said = root.at("assumptions");
  return {
    ...optional("accelerator", said.at("accelerator").text()),
    ...optional("accelerators", scalar<number>(said.at("accelerators"))),
    mfu: scalar<Record<string, number>>(said.at("mfu")) ?? {},
    rates: root.at("prices", "rates").items().map(rateOf),
  };
}

const rateOf = (cursor: Cursor): Rate => ({
  accelerator: cursor.at("accelerator").text() ?? "",
  usd_per_accelerator_hour: scalar<number>(cursor.at("usd_per_accelerator_hour")) ?? 0,
  ...optional("cloud", cursor.at("cloud").text()),
  ...optional("region", cursor.at("region").text()),
  ...optional("spot", scalar<boolean>(cursor.at("spot"))),
  at: cursor.place,
});
