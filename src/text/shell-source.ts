import type { Place } from "../model/place.js";
import type { Value } from "./shell-value.js";

/** Shell text and the way from an offset in it back to the file. */
export interface Source {
  readonly text: string;
  placeOf(offset: number): Place;
}

/** Text that stands in a file as it is, beginning at `origin`. */
export function sourceAt(text: string, origin: Place): Source {
  const starts = lineStarts(text);
  const placeOf = (offset: number) => {
    const line = lastAtMost(starts, offset);
    const column = offset - (starts[line] ?? 0) + 1;
    return { file: origin.file, line: origin.line + line, column: line === 0 ? origin.column + column - 1 : column };
  };
  return { text, placeOf };
}

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

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last start that is not after `offset`. */
function lastAtMost(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
