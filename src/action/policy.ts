import { CONFIG_NAMES, LEDGER, readConfig } from "../config/config.js";
import { type Parents, parentsOf } from "../config/extends.js";
import { CODEOWNERS } from "../engine/owners.js";
import type { ActionWorld } from "../model/action-world.js";
import { RULES, type Rule } from "../model/diagnostic.js";
import { findingOf } from "../model/finding.js";
import type { FindingReport } from "../model/report.js";
import { type Snapshot, snapshotOf } from "../model/snapshot.js";
import { mendedNote, proposedFaults, proposedNote } from "../proposed.js";
import type { ConfigText } from "../run.js";
import type { Sides } from "./sides.js";

/** What rules a run, and what is to be said of it. */
export interface Policy {
  readonly config: ConfigText | null;
  /** Where owners and the ledger are read; undefined where that is the side that is judged. */
  readonly ruled: Snapshot | undefined;
  readonly notes: readonly FindingReport[];
}

/** Policy comes from the base commit: what a pull request writes into its own config, ledger or owners is shown, not obeyed. */
export async function policyOf(world: ActionWorld, { policy: base, head }: Sides): Promise<Policy> {
  const names = world.input("config") === "" ? CONFIG_NAMES : [world.input("config")];
  const [proposed = null] = names.flatMap((file) => textIn(head, file).map((text) => ({ file, text })));
  if (base === null)
    return { config: proposed && { ...proposed, parents: await parents(world, proposed, head) }, ruled: undefined, notes: [] };
  const config = await baseConfig(world, base, names);
  if (config === "unknown") {
    const words = "the base commit is not in this checkout, so its config could not be read; no budget was applied";
    const help = "use actions/checkout with fetch-depth: 0, or allow contents: read";
    return { config: null, ruled: snapshotOf({}), notes: [note("config/base-missing", words, names[0] ?? null, help)] };
  }
  const ruled = await rulingFiles(world, base, config);
  const same = (config?.text ?? "") === (proposed?.text ?? "");
  const mended = same || !config ? undefined : mendedNote(config, world.today);
  const edited = same ? [] : [mended ?? proposedNote(proposed?.file ?? names[0] ?? null)];
  const faults = same || !proposed ? [] : proposedFaults(proposed, (path) => textIn(head, path)[0], world.today);
  return { config: mended ? null : config, ruled: ruled.snapshot, notes: [...edited, ...faults, ...ruled.notes] };
}

async function baseConfig(world: ActionWorld, base: string, names: readonly string[]): Promise<ConfigText | null | "unknown"> {
  const sha = world.git.id(base);
  if (sha === undefined && !world.remote) return "unknown";
  try {
    for (const file of names) {
      const text = sha === undefined ? await world.remote?.content(file, base) : world.git.show(base, file);
      if (text !== undefined) return { file, text, sha: sha ?? base, parents: await parents(world, { file, text }, base) };
    }
    return null;
  } catch {
    return "unknown";
  }
}

/** What the config builds on: from its own commit, and of other repositories from the API host. */
async function parents(world: ActionWorld, { text, file }: ConfigText, from: string | Snapshot): Promise<Parents> {
  const walk = parentsOf(text, file);
  let help = "write a file of the config's own commit";
  let step = walk.next();
  while (!step.done) {
    const { repository, path, ref } = step.value;
    if (repository !== null) help = "no such file at that ref, or github-token may not read that repository";
    try {
      step = walk.next(repository === null ? await beside(world, path, from) : await world.remote?.content(path, ref ?? "", repository));
    } catch (error) {
      help = `the API did not give it (${world.reason(error)})`;
      step = walk.next(undefined);
    }
  }
  return { texts: step.value, help };
}

async function beside(world: ActionWorld, path: string, from: string | Snapshot): Promise<string | undefined> {
  if (typeof from !== "string") return textIn(from, path)[0];
  return world.git.id(from) === undefined ? world.remote?.content(path, from) : world.git.show(from, path);
}

/** CODEOWNERS and the ledger of the base: from the checkout, else one by one from the API, else none of them. */
async function rulingFiles(world: ActionWorld, base: string, config: ConfigText | null) {
  const local = world.git.commit(base);
  if (local) return { snapshot: local, notes: [] };
  const ledger = (config && readConfig(config.text, config.file, world.today, config.parents).config?.ledger) ?? LEDGER;
  try {
    const files: Record<string, string> = {};
    for (const path of [ledger, ...CODEOWNERS]) {
      const text = await world.remote?.content(path, base);
      if (text !== undefined) files[path] = text;
    }
    return { snapshot: snapshotOf(files), notes: [] };
  } catch (error) {
    const words = `CODEOWNERS and the ledger of the base could not be read (${world.reason(error)}): none was applied`;
    return { snapshot: snapshotOf({}), notes: [note("config/base-missing", words, ledger, "use actions/checkout with fetch-depth: 0")] };
  }
}

const textIn = (snapshot: Snapshot, path: string) => {
  const content = snapshot.read(path);
  return content.kind === "text" ? [content.text] : [];
};

const note = (rule: Rule, message: string, file: string | null, help: string | null): FindingReport =>
  findingOf({ rule, severity: RULES[rule].severity, message, file, line: file === null ? null : 1, help });
