import type { Place } from "../model/place.js";

/** Offset in a text → where it stands in the file, as the text begins at `origin`. */
export function placesIn(text: string, origin: Place): (offset: number) => Place {
  const starts = lineStarts(text);
  return (offset) => {
    const line = lastAtMost(starts, offset);
    const column = offset - (starts[line] ?? 0) + 1;
    return { file: origin.file, line: origin.line + line, column: line === 0 ? origin.column + column - 1 : column };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last start that is not after `offset`, by halving. */
export function lastAtMost(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
