import { readConfig } from "./config/config.js";
import { parentsOf } from "./config/extends.js";
import { RULES } from "./model/diagnostic.js";
import { findingOf } from "./model/finding.js";
import { at } from "./model/place.js";
import type { FindingReport } from "./model/report.js";
import type { ConfigText } from "./run.js";

/** What is said of a change to the config, by the Action and by `diff`. */
export const proposedNote = (file: string | null): FindingReport =>
  findingOf({
    rule: "config/proposed",
    severity: RULES["config/proposed"].severity,
    message: "this change edits the config; the base's config is in force until it is merged",
    file,
    line: file === null ? null : 1,
  });

/**
 * A proposed config that is wrong would stop every run once it is merged, also the one that mends it: it fails now, at its line.
 * Nothing that the change names is fetched: one that builds on another repository is left to the run after it.
 */
export function proposedFaults(
  { text, file }: ConfigText,
  beside: (path: string) => string | undefined,
  today: string,
): readonly FindingReport[] {
  const walk = parentsOf(text, file);
  let step = walk.next();
  while (!step.done) {
    if (step.value.repository !== null) return [];
    step = walk.next(beside(step.value.path));
  }
  const { config, diagnostics } = readConfig(text, file, today, { texts: step.value });
  if (config) return [];
  return diagnostics.map(({ message, at, help }) =>
    findingOf({ rule: "config/invalid", severity: "error", message, file, line: 1, ...at, help: help ?? null }),
  );
}

/**
 * A wrong config of the base would also stop the change that mends it. Such a change is judged by no config at all: what it writes is only looked at for mistakes,
 * so that nobody raises a limit while mending a comma. Undefined where the base's config is right.
 */
export function mendedNote({ text, file, parents }: ConfigText, today: string): FindingReport | undefined {
  const { config, diagnostics } = readConfig(text, file, today, parents);
  if (config) return undefined;
  const [first] = diagnostics;
  const wrong = first ? ` (${first.at ? at(first.at) : file}: ${first.message})` : "";
  return findingOf({
    rule: "config/base-invalid",
    severity: RULES["config/base-invalid"].severity,
    message: `the base's config is wrong${wrong} and this change replaces it: none was in force, so no budget of a config was judged`,
    file,
    line: 1,
    help: "look at the figures yourself; the new config is in force once it is merged",
  });
}
