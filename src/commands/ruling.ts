import { CONFIG_NAMES } from "../config/config.js";
import type { FindingReport } from "../model/report.js";
import type { Snapshot } from "../model/snapshot.js";
import type { CliWorld } from "../model/world.js";
import { mendedNote, proposedFaults, proposedNote } from "../proposed.js";
import type { ConfigText } from "../run.js";
import type { Options } from "./options.js";
import { type FoundConfig, findConfig } from "./paths.js";
import { withParents } from "./policy.js";

/** What rules a comparison, as on a pull request, and what is to be said of it. */
export interface Ruling {
  readonly config: ConfigText | null;
  /** Where owners and the ledger are read; undefined where that is the fork point. */
  readonly ruled: Snapshot | undefined;
  readonly notes: readonly FindingReport[];
}

interface Where {
  readonly top: string;
  /** The base as it was typed. */
  readonly base: string;
}

/**
 * The base's config, ledger and owners: what the change writes into them is shown, not obeyed. `--config` overrules that; and a base without a config
 * is judged by the one that is here, which a pull request would only propose: said on standard error.
 */
export function ruling(base: Snapshot, head: Snapshot, where: Where, options: Options, world: CliWorld): Ruling {
  if (options.config !== undefined)
    return { config: withParents(findConfig(world, options.config), options, world), ruled: base, notes: [] };
  const theirs = configIn(base, where.top);
  if (!theirs) return { config: withoutBase(where, options, world), ruled: base, notes: [] };
  const sha = world.commitId(where.top, where.base);
  const text = withParents(theirs, options, world, (path) => textIn(base, path));
  const config = text && { ...text, ...(sha !== undefined && { sha }) };
  const ours = configIn(head, where.top);
  if (ours?.text === theirs.text) return { config, ruled: base, notes: [] };
  const faults = ours ? proposedFaults(ours, (path) => textIn(head, path), world.today) : [];
  const mended = config && mendedNote(config, world.today);
  return { config: mended ? null : config, ruled: base, notes: [mended ?? proposedNote(ours?.file ?? theirs.file), ...faults] };
}

function withoutBase({ top, base }: Where, options: Options, world: CliWorld): ConfigText | null {
  const found = findConfig({ ...world, cwd: top }, undefined);
  if (found && !options.quiet)
    world.note(`traincost: ${base} has no config: judged by ${found.file} as it is here, which a pull request only proposes`);
  return withParents(found, options, world);
}

function configIn(snapshot: Snapshot, folder: string): FoundConfig | null {
  for (const file of CONFIG_NAMES) {
    const text = textIn(snapshot, file);
    if (text !== undefined) return { text, file, folder };
  }
  return null;
}

function textIn(snapshot: Snapshot, path: string): string | undefined {
  const content = snapshot.read(path);
  return content.kind === "text" ? content.text : undefined;
}
