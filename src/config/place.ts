import type { Place } from "../model/place.js";
import type { Cursor } from "../text/cursor.js";

/** Where a key of a mapping is written: searched backwards from its value, which is the place that a cursor knows. */
export function keyPlace(parent: Cursor, key: string, text: string): Place {
  const { place } = parent.at(key);
  const lines = text.split("\n");
  for (let line = place.line; line >= parent.place.line; line--) {
    const whole = lines[line - 1] ?? "";
    const before = line === place.line ? whole.slice(0, place.column - 1) : whole;
    const column = lastKey(before, key);
    if (column >= 0) return { ...place, line, column: column + 1 };
  }
  return place;
}

/** The last `key:`, `"key":` or `'key':` of a line. */
function lastKey(line: string, key: string): number {
  for (let found = line.lastIndexOf(key); found >= 0; found = found === 0 ? -1 : line.lastIndexOf(key, found - 1)) {
    const quoted = /["']/.test(line[found - 1] ?? "");
    const starts = /^$|[\s{,"']/.test(line[found - 1] ?? "");
    if (starts && /^["']?\s*:/.test(line.slice(found + key.length))) return quoted ? found - 1 : found;
  }
  return -1;
}
