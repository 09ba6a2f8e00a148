import { plural } from "./order.js";

/** Lines of one part, and how soon it is dropped when there is no room: highest first; 0 and 1 never. */
export interface Part {
  readonly drop: number;
  readonly lines: readonly string[];
}
interface Kept {
  readonly drop: number;
  readonly lines: string[];
  cut: number;
}

/** Room for the lines that say what was left out. */
const SPARE = 200;
/** A table is nothing without its two lines of head. */
const LEAST = 3;

/** How a place counts: a comment in characters, a summary in octets of UTF-8. */
export interface Room {
  readonly limit: number;
  readonly size: (text: string) => number;
}
export const characters = (limit: number): Room => ({ limit, size: (text) => text.length });
export const octets = (limit: number): Room => ({ limit, size: (text) => new TextEncoder().encode(text).length });

/** Drops whole lines, from the end of the least important part on. */
export function fitted(parts: readonly Part[], { limit, size }: Room): string {
  const kept: readonly Kept[] = parts.map(({ drop, lines }) => ({ drop, lines: [...lines], cut: 0 }));
  let over = kept.reduce((sum, { lines }) => sum + lines.reduce((all, line) => all + size(line) + 1, 1), 0) - (limit - SPARE);
  for (const part of [...kept].sort((a, b) => b.drop - a.drop)) if (part.drop > 1) over -= shorten(part, over, size);
  return `${kept
    .filter(({ lines }) => lines.length > 0)
    .map(({ lines }) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** Takes lines off the end until `over` is gone; gives how many went. */
function shorten(part: Kept, over: number, size: Room["size"]): number {
  const close = part.lines.at(-1) === "</details>" ? 2 : 0;
  let gone = 0;
  while (gone < over && part.lines.length > close + LEAST) {
    const [line = ""] = part.lines.splice(part.lines.length - 1 - close, 1);
    gone += size(line) + 1;
    part.cut++;
  }
  if (part.cut > 0)
    part.lines.splice(part.lines.length - close, 0, "", `… and ${part.cut} more ${plural(part.cut, "line")}: see the run's JSON report`);
  return gone;
}
