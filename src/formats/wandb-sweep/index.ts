import type { Report } from "../../model/diagnostic.js";
import type { KnownFacts, MutableFacts } from "../../model/facts.js";
import type { Reference } from "../../model/job.js";
import { declared, derived } from "../../model/known.js";
import { COMPANIONS } from "../../programs/_flags.js";
import { namesOther, TRAINING_FLAGS } from "../../programs/_names.js";
import { SCRIPT } from "../../programs/_script.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { readValue } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { environmentAt, launch, orQuietly, scriptOf, wholeAt, workOf } from "../launched.js";

const METHOD = /^(grid|random|bayes|bayesian)$/;

export default defineDataFormat({
  id: "wandb-sweep",
  title: "Weights & Biases sweep",
  url: "https://docs.wandb.ai/guides/sweeps/define-sweep-configuration",
  role: "launch",
  rank: 13,
  recognises: ({ root }) =>
    METHOD.test(root.at("method").text() ?? "") &&
    root.at("parameters").kind === "mapping" &&
    (root.has("program") || root.at("command").kind === "sequence"),
  parse,
});

function parse({ root }: DataDocument, { report }: Context) {
  if (namesOther(root.at("program").text() ?? "")) return [];
  const chosen = parametersIn(root.at("parameters"));
  const runs = orQuietly(
    workOf(commandOf(root), environmentAt(), report),
    TRAINING_FLAGS.some((name) => chosen.has(name)),
    root,
  );
  const fixed = fixedFacts(chosen, report);
  const beside = companionsIn(chosen);
  const told = runs.slice(0, 1).map((run) => ({ ...run, facts: { ...fixed, ...run.facts }, uses: [...run.uses, ...beside] }));
  return launch("wandb-sweep", root, told.length > 0 ? times(root, chosen, report) : {}, told, root.at("name").text());
}

/** Parameters by name; those of a nested `parameters` by their dotted name. */
function parametersIn(part: Cursor, prefix = ""): ReadonlyMap<string, Cursor> {
  return new Map(
    part.entries().flatMap(([name, each]): (readonly [string, Cursor])[] => {
      const path = `${prefix}${name}`;
      return each.at("parameters").kind === "mapping" ? [...parametersIn(each.at("parameters"), `${path}.`)] : [[path, each]];
    }),
  );
}

/** By default `/usr/bin/env python PROGRAM --name=value …`; macros stand for what Weights & Biases fills in. */
function commandOf(root: Cursor): ReturnType<typeof scriptOf> {
  const program = root.at("program");
  if (root.at("command").kind !== "sequence") return { text: `python ${program.text() ?? ""}`, at: program.place };
  const macros: Readonly<Record<string, string>> = { env: "env", interpreter: "python", program: program.text() ?? "" };
  const script = scriptOf([root.at("command")], "exec");
  return script && { ...script, text: script.text.replaceAll(/'\$\{(\w+)\}'/g, (_, name: string) => macros[name] ?? "") };
}

/** A parameter with one value is a flag of every run; one with several is drawn anew, and says nothing of any. */
function fixedFacts(chosen: ReadonlyMap<string, Cursor>, report: Report): KnownFacts {
  const cells = [...chosen].flatMap(([name, each]) => {
    const cell = loneOf(each);
    const meaning = meaningOf(name) ?? meaningOf(name.split(".").at(-1) ?? "");
    const known = cell && meaning ? readValue(meaning, cell.raw(), cell.place, name, report) : undefined;
    return known && meaning ? [{ [meaning.fact]: known }] : [];
  });
  return Object.assign({}, ...cells);
}

function loneOf(each: Cursor): Cursor | undefined {
  const [lone, ...others] = each.at("values").items();
  return each.has("value") ? each.at("value") : others.length === 0 ? lone : undefined;
}

/** `deepspeed: {value: ds_config.json}` */
const companionsIn = (chosen: ReadonlyMap<string, Cursor>): readonly Reference[] =>
  COMPANIONS.flatMap((name) => {
    const cell = chosen.get(name) && loneOf(chosen.get(name) as Cursor);
    const path = cell?.text();
    return cell && path && /\.(ya?ml|json)$/i.test(path) ? [{ path: declared(path, cell.place), as: "companion" as const }] : [];
  });

const meaningOf = (name: string) => (Object.hasOwn(SCRIPT, name.replaceAll("-", "_")) ? SCRIPT[name.replaceAll("-", "_")] : undefined);

/** A grid tries every combination; other searches go on until `run_cap`, or until their agents stop. */
function times(root: Cursor, chosen: ReadonlyMap<string, Cursor>, report: Report): MutableFacts {
  const cap = root.at("run_cap");
  const most = wholeAt(cap);
  const counts = [...chosen.values()].map((each) => (each.has("value") ? 1 : each.at("values").items().length));
  const product = counts.reduce((all, count) => all * count, 1);
  const isGrid = root.at("method").text() === "grid" && product > 0;
  if (isGrid && (most === undefined || product <= most))
    return product > 1 ? { runs: derived(product, "combinations of the grid", [declared(product, root.at("parameters").place)]) } : {};
  if (most !== undefined) return { runs: declared(most, cap.place) };
  report(
    "input/unresolved",
    "how many runs this sweep starts is decided by its agents; the figures are of one",
    root.at("method").place,
    "run_cap: 20, or # traincost: runs=20",
  );
  return {};
}
