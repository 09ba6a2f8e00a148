import { nearest } from "../model/nearest.js";
import type { CliWorld } from "../model/world.js";
import { VERSION } from "../version.js";
import { advise } from "./advise.js";
import { accelerators, models, prices } from "./catalogue.js";
import { check, estimate, written } from "./check.js";
import { diff } from "./diff.js";
import { explain } from "./explain.js";
import { init } from "./init.js";
import { ledger } from "./ledger.js";
import { merge } from "./merge.js";
import { OPTIONS, type Options, parseOptions, suggest, UsageError } from "./options.js";
import { schema } from "./schema.js";

type Command = (words: readonly string[], options: Options, world: CliWorld) => number;

const COMMANDS: Readonly<Record<string, { run: Command; usage: string; help: string }>> = {
  check: { run: check, usage: "check [PATH…]", help: "find training jobs, estimate them, judge budgets and rules" },
  estimate: { run: estimate, usage: "estimate FILE… | -", help: "the same for just these files, without budgets" },
  diff: { run: diff, usage: "diff BASE [HEAD]", help: "what a change does to every job (HEAD: the working tree)" },
  explain: { run: explain, usage: "explain JOB", help: "every term of one estimate, and where each input came from" },
  advise: { run: advise, usage: "advise JOB", help: "smallest changes that make it fit or cheaper, each proven" },
  ledger: { run: ledger, usage: "ledger append BASE COMMIT", help: "append what a merged commit commits to, for budgets per period" },
  merge: { run: merge, usage: "merge REPORT.json…", help: "join reports of shards or matrix jobs into one" },
  init: { run: init, usage: "init", help: "write a config and a workflow for what is found here" },
  models: { run: models, usage: "models [ID]", help: "models of the catalogue" },
  accelerators: { run: accelerators, usage: "accelerators [NAME]", help: "accelerators of the catalogue" },
  prices: { run: prices, usage: "prices [NAME]", help: "prices of the catalogue, by accelerator, instance or cloud" },
  schema: { run: schema, usage: "schema config|manifest|report", help: "a JSON Schema, for editors and scripts" },
};

/** These end in a report, which has an exit code and formats of its own; the others print text. */
const REPORTING: ReadonlySet<string> = new Set(["check", "estimate", "diff", "merge"]);

/** What a command prints, into `--output`, once it ends well. */
function intoFile(path: string, world: CliWorld, command: (inside: CliWorld) => number): number {
  const said: string[] = [];
  const code = command({ ...world, print: (text) => void said.push(text) });
  written(path, said.join(""), world);
  return code;
}

/** Exit code of one call: 0 fine, 3 a budget or rule failed, 2 the call is wrong. Anything thrown beyond UsageError is a fault of ours. */
export function runCli(argv: readonly string[], world: CliWorld): number {
  try {
    const { options, words } = parseOptions(argv);
    const [name, ...rest] = words;
    if (options.version) return say(world, VERSION);
    if (options.help || name === undefined || name === "help") return say(world, helpText());
    const command = COMMANDS[name];
    if (!command)
      throw new UsageError(`there is no command ${name}${suggest(nearest(name, Object.keys(COMMANDS))) || "; traincost help lists them"}`);
    return REPORTING.has(name) || options.output === undefined
      ? command.run(rest, options, world)
      : intoFile(options.output, world, (inside) => command.run(rest, options, inside));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    world.note(`traincost: ${error.message}`);
    return 2;
  }
}

function say(world: CliWorld, text: string): number {
  world.print(`${text}\n`);
  return 0;
}

function helpText(): string {
  const commands = Object.values(COMMANDS).map(({ usage, help }) => `  ${usage.padEnd(30)} ${help}`);
  const options = Object.entries(OPTIONS).map(
    ([name, { takes, help }]) => `  ${`--${name}${takes ? ` ${takes}` : ""}`.padEnd(30)} ${help}`,
  );
  return [
    "traincost: what training jobs will cost, before they run",
    "",
    "usage: traincost COMMAND [OPTION…]",
    "",
    ...commands,
    "",
    ...options,
    "",
    "exit codes: 0 nothing failed, 3 a budget or rule failed, 2 the call or a file it names is wrong, 1 a fault of traincost itself",
  ].join("\n");
}
