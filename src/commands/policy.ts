import { type Parents, parentsOf } from "../config/extends.js";
import type { CliWorld } from "../model/world.js";
import type { ConfigText } from "../run.js";
import { type Options, UsageError } from "./options.js";
import { absolute, type FoundConfig } from "./paths.js";

const HELP = "nothing is fetched here: give its text with --policy FILE";

/** The config with the texts it builds on: from beside it, and one of another repository from `--policy FILE`. `beside` reads a file of the config's own tree. Throws UsageError where that is of no use. */
export function withParents(
  found: FoundConfig | null,
  { policy }: Options,
  world: CliWorld,
  beside: (path: string) => string | undefined = (path) => world.read(absolute(found?.folder ?? world.cwd, path)),
): ConfigText | null {
  const given = policy === undefined ? undefined : world.read(absolute(world.cwd, policy));
  if (policy !== undefined && given === undefined) throw new UsageError(`${policy}: no such policy file`);
  const parents = found ? read(found, given, beside) : undefined;
  if (policy !== undefined && !parents?.elsewhere) throw new UsageError("--policy: the config extends no policy of another repository");
  return (
    found && {
      text: found.text,
      file: found.file,
      parents: { texts: parents?.texts ?? {}, ...(parents?.help !== undefined && { help: parents.help }) },
    }
  );
}

function read(
  { text, file }: FoundConfig,
  given: string | undefined,
  beside: (path: string) => string | undefined,
): Parents & { readonly elsewhere: boolean } {
  const walk = parentsOf(text, file);
  let elsewhere = false;
  let step = walk.next();
  while (!step.done) {
    const { repository, path } = step.value;
    const taken = elsewhere;
    elsewhere ||= repository !== null;
    step = walk.next(repository === null ? beside(path) : taken ? undefined : given);
  }
  return { texts: step.value, elsewhere, ...(elsewhere && { help: HELP }) };
}
