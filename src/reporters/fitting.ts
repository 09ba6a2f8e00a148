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

/** Drops whole lines, from the end of the least important part on. */
export function fitted(parts: readonly Part[], limit: number): string {
  const kept: readonly Kept[] = parts.map(({ drop, lines }) => ({ drop, lines: [...lines], cut: 0 }));
  let over = kept.reduce((sum, { lines }) => sum + lines.reduce((all, line) => all + line.length + 1, 1), 0) - (limit - SPARE);
  for (const part of [...kept].sort((a, b) => b.drop - a.drop)) if (part.drop > 1) over -= shorten(part, over);
  return `${kept
    .filter(({ lines }) => lines.length > 0)
    .map(({ lines }) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** Takes lines off the end until `over` characters are gone; gives how many went. */
function shorten(part: Kept, over: number): number {
  const close = part.lines.at(-1) === "</details>" ? 2 : 0;
  let gone = 0;
  while (gone < over && part.lines.length > close + LEAST) {
    const [line = ""] = part.lines.splice(part.lines.length - 1 - close, 1);
    gone += line.length + 1;
    part.cut++;
  }
  if (part.cut > 0)
    part.lines.splice(part.lines.length - close, 0, "", `… and ${part.cut} more ${plural(part.cut, "line")}: see the run's JSON report`);
  return gone;
}
