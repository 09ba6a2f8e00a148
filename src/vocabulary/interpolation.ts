import type { Place } from "../model/place.js";
import type { Cursor } from "../text/cursor.js";

/** A value and where it stands. */
interface Literal {
  readonly raw: unknown;
  readonly place: Place;
}

const WHOLE = /^\$\{(\.*)([A-Za-z_][\w-]*(?:\.[\w-]+)*)\}$/;
/** A chain longer than this points at itself. */
const HOPS = 4;

/**
 * OmegaConf's `${a.b}` and relative `${.b}` where the same document answers them with a literal. What it does not answer stays a template.
 * A first word that the document lacks is the group a launcher mounts it under: `${recipes.run.replicas}` in a file that starts at `run`.
 * Source: OmegaConf 2.3, "Variable interpolation".
 */
export function interpolated(root: Cursor, path: readonly string[], hops = HOPS): Literal | undefined {
  const [, dots, target] = WHOLE.exec(root.at(...path).text() ?? "") ?? [];
  if (dots === undefined || target === undefined || hops === 0) return undefined;
  const found = candidates(path, dots.length, target.split(".")).find((each) => root.at(...each).text() !== undefined);
  if (!found) return undefined;
  const cell = root.at(...found);
  if (WHOLE.test(cell.text() ?? "")) return interpolated(root, found, hops - 1);
  return fallback(cell) ?? { raw: cell.raw(), place: cell.place };
}

/** What a resolver gives where its variable is not set: `${oc.env:EPOCHS,3}`, `${oc.select:a.b,3}`, and `${env:EPOCHS,3}` before OmegaConf 2.1. */
export function fallback(cell: Cursor): Literal | undefined {
  const [, said] = /^\$\{(?:oc\.(?:env|select)|env):\s*[\w.-]+\s*,\s*["']?([^{}"',]+)["']?\s*\}$/.exec(cell.text() ?? "") ?? [];
  if (said === undefined) return undefined;
  const number = Number(said);
  return { raw: Number.isFinite(number) ? number : said.trim(), place: cell.place };
}

function candidates(path: readonly string[], dots: number, target: readonly string[]): readonly (readonly string[])[] {
  if (dots > 0) return dots <= path.length ? [[...path.slice(0, path.length - dots), ...target]] : [];
  return target.length > 2 ? [target, target.slice(1)] : [target];
}
