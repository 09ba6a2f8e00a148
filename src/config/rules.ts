import { type Report, RULES } from "../model/diagnostic.js";
import { nearest } from "../model/nearest.js";
import type { Cursor } from "../text/cursor.js";
import { keyPlace } from "./place.js";
import type { Config } from "./types.js";

const NAMES = Object.keys(RULES);

export function readRules(cursor: Cursor, text: string, report: Report): Config["rules"] {
  const entries = cursor.entries().map(([name, value]) => [name, value.text() as Config["rules"][string]] as const);
  for (const [name] of entries)
    if (!Object.hasOwn(RULES, name))
      report("config/invalid", `there is no rule "${name.slice(0, 80)}"`, keyPlace(cursor, name, text), instead(name));
  return Object.fromEntries(entries);
}

function instead(name: string): string {
  const [near] = nearest(name, NAMES, 1);
  return near ? `did you mean "${near}"?` : "the rules are in docs/diagnostics.md";
}
