import type { Report } from "../model/diagnostic.js";
import { FACT_NAMES, FACTS, isFactName, type KnownFacts } from "../model/facts.js";
import { override } from "../model/known.js";
import { didYouMean } from "../text/comments.js";
import type { Cursor } from "../text/cursor.js";
import { keyPlace } from "./place.js";
import { readMatch } from "./sections.js";
import type { Override } from "./types.js";

export const readOverrides = (cursor: Cursor, text: string, report: Report): readonly Override[] =>
  cursor.items().map((each) => ({ match: readMatch(each.at("match")), set: settings(each.at("set"), text, report), place: each.place }));

const settings = (set: Cursor, text: string, report: Report): KnownFacts =>
  Object.assign({}, ...set.entries().map(([path, value]) => setting(path, value, report, () => keyPlace(set, path, text))));

/** One `path: value`, read as the native manifest and the directives read it. */
function setting(path: string, value: Cursor, report: Report, key: () => ReturnType<typeof keyPlace>): KnownFacts {
  if (!isFactName(path)) {
    report("config/invalid", `overrides can set what a manifest says, and no manifest says "${path.slice(0, 80)}"`, key(), instead(path));
    return {};
  }
  const reading = FACTS[path].read(value.raw());
  if (reading.ok) return { [path]: override(reading.value, value.place) };
  report("config/invalid", `${path} should be ${reading.wrong}`, value.place, FACTS[path].help);
  return {};
}

/** `data: {tokens: …}` is how the manifest nests it; here the path is written out. */
function instead(path: string): string {
  const inside = FACT_NAMES.find((name) => name.startsWith(`${path}.`));
  return inside ? `write the whole path, as in ${inside}: …` : didYouMean(path);
}
