import { nearest } from "../model/nearest.js";

/** Every option once: name, what follows it, what it does. The help text and the parser are this table. */
export const OPTIONS = {
  config: { takes: "FILE", help: "config to use instead of .traincost.yml found upwards" },
  policy: { takes: "FILE", help: "text of the policy of another repository that the config extends; nothing is fetched" },
  format: { takes: "NAME", help: "table (default), json, markdown, html, csv, sarif, junit, github, gitlab" },
  output: { takes: "FILE", help: "write the report there instead of standard output" },
  label: { takes: "NAME,…", help: "labels of the pull request, for the config's override" },
  "fail-on": { takes: "LEVEL", help: "error (default), warning or never: which verdict makes the exit code 3" },
  shard: { takes: "I/N", help: "only the I-th of N parts of the jobs" },
  online: { takes: null, help: "allow look-ups on the network (this version has none: nothing is fetched)" },
  "no-color": { takes: null, help: "no colours, also on a terminal" },
  quiet: { takes: null, help: "only the report" },
  help: { takes: null, help: "this text" },
  version: { takes: null, help: "the version" },
} as const satisfies Record<string, { takes: string | null; help: string }>;

const SHORT: Readonly<Record<string, "help" | "version" | "quiet">> = { "-h": "help", "-v": "version", "-q": "quiet" };

type Name = keyof typeof OPTIONS;
export type Options = { readonly [N in Name]?: string };

/** A call that is wrong: one clear line, exit code 2. */
export class UsageError extends Error {}

const isName = (name: string): name is Name => Object.hasOwn(OPTIONS, name);

/** `--format json`, `--format=json`, `-` and `--` as everywhere. Throws UsageError that names the nearest option. */
export function parseOptions(argv: readonly string[]) {
  const options: { [N in Name]?: string } = {};
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? "";
    if (arg === "--") return { options, words: [...words, ...argv.slice(i + 1)] };
    if (arg === "-" || !arg.startsWith("-")) {
      words.push(arg);
      continue;
    }
    const short = SHORT[arg];
    if (short) {
      options[short] = "true";
      continue;
    }
    if (!arg.startsWith("--")) throw new UsageError(`there is no option ${arg}; a file of that name is ./${arg}`);
    const [name = "", value] = splitOnce(arg.slice(2));
    if (!isName(name))
      throw new UsageError(`there is no option --${name}${suggest(nearest(name, Object.keys(OPTIONS)).map((each) => `--${each}`))}`);
    const takes = OPTIONS[name].takes;
    if (takes === null && value !== undefined) throw new UsageError(`--${name} takes no value`);
    const given = takes === null ? "true" : (value ?? argv[++i]);
    if (given === undefined) throw new UsageError(`--${name} needs a value: --${name} ${takes}`);
    options[name] = given;
  }
  return { options, words };
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

export const suggest = (names: readonly string[]) => (names[0] ? `; did you mean ${names[0]}?` : "");

/** One of a closed set of words, or a usage error that lists them. */
export function choice<const T extends string>(name: string, value: string | undefined, words: readonly T[], fallback: T): T {
  if (value === undefined) return fallback;
  const found = words.find((word) => word === value);
  if (!found) throw new UsageError(`--${name} is one of ${words.join(", ")}, not ${value || "nothing"}${suggest(nearest(value, words))}`);
  return found;
}

/** What commands that print no report can print. */
export const asJson = ({ format }: Options): boolean => choice("format", format, ["table", "json"], "table") === "json";
