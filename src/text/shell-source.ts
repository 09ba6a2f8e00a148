import type { Place } from "../model/place.js";
import { lastAtMost, placesIn } from "./places.js";
import type { Value } from "./shell-value.js";

/** Shell text and the way from an offset in it back to the file. */
export interface Source {
  readonly text: string;
  placeOf(offset: number): Place;
}

/** Text that stands in a file as it is, beginning at `origin`. */
export const sourceAt = (text: string, origin: Place): Source => ({ text, placeOf: placesIn(text, origin) });

/** Text put together from segments, as in `bash -c "$CMD"`: each offset goes back to the segment it came from. */
export function sourceOf(value: Value, fallback: Place): Source {
  const starts: number[] = [];
  let length = 0;
  for (const segment of value) {
    starts.push(length);
    length += segment.text.length;
  }
  const placeOf = (offset: number) => {
    const index = lastAtMost(starts, offset);
    const segment = value[index];
    if (!segment) return fallback;
    const within = segment.text.slice(0, Math.max(0, offset - (starts[index] ?? 0)));
    const lines = within.split("\n");
    const column = lines.length === 1 ? segment.at.column + within.length : (lines.at(-1)?.length ?? 0) + 1;
    return { file: segment.at.file, line: segment.at.line + lines.length - 1, column };
  };
  return { text: value.map(({ text }) => text).join(""), placeOf };
}
