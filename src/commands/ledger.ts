import { appended, entriesOf } from "../checks/ledger.js";
import { LEDGER, readConfig } from "../config/config.js";
import type { CliWorld } from "../model/world.js";
import { runDiff } from "../run.js";
import { common, reportOf, written } from "./check.js";
import { type Options, UsageError } from "./options.js";
import { absolute } from "./paths.js";

const USAGE = "traincost ledger append BASE COMMIT";
/** A name such as main would be another commit tomorrow: the line would be written twice. */
const FULL_ID = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** `traincost ledger append BASE COMMIT`: what the commit commits to, at the end of the ledger. A second time appends nothing. */
export function ledger(words: readonly string[], options: Options, world: CliWorld): number {
  const [verb, base, commit, ...rest] = words;
  if (verb !== "append" || base === undefined || commit === undefined || rest.length > 0) throw new UsageError(`the call is ${USAGE}`);
  if (!FULL_ID.test(commit)) throw new UsageError(`${commit}: the ledger needs the whole commit id, as git rev-parse HEAD prints it`);
  const [before, after] = [base, commit].map((ref) => world.commit(world.cwd, ref));
  if (!before || !after) throw new UsageError(`${before ? commit : base}: git knows no such commit here; ${USAGE}`);
  const request = common(options, world);
  const report = reportOf(runDiff({ ...request, base: before, head: after, paths: ["."], scope: "estimate" }));
  const config = request.config && readConfig(request.config.text, request.config.file, request.today, request.config.parents).config;
  const file = config?.ledger ?? LEDGER;
  const path = absolute(world.cwd, file);
  const text = world.read(path) ?? "";
  const longer = appended(text, file, entriesOf(report.jobs, commit, world.today));
  if (longer !== text) written(file, longer, world, path);
  const count = longer.slice(text.length).trim().split("\n").filter(Boolean).length;
  if (!options.quiet) world.note(`${file}: ${count} commitment${count === 1 ? "" : "s"} appended`);
  return 0;
}
