import type { ActionWorld } from "../model/action-world.js";

/** What went wrong in one line; the step fails, and nothing is reported as fine. */
export class ActionError extends Error {}

export const lines = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** One of a closed set of words; ActionError names them. */
export function choice<const T extends string>(world: ActionWorld, name: string, words: readonly T[], fallback: T): T {
  const said = world.input(name);
  if (said === "") return fallback;
  const found = words.find((word) => word === said);
  if (!found) throw new ActionError(`${name} should be one of ${words.join(", ")}`);
  return found;
}
