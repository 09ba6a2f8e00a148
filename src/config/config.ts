import { type Assumptions, noAssumptions, type Rate } from "../model/assumptions.js";
import { collector, type Diagnostic, type Report, RULES } from "../model/diagnostic.js";
import { FACTS, isFactName, type KnownFacts } from "../model/facts.js";
import { override } from "../model/known.js";
import { nearest } from "../model/nearest.js";
import { didYouMean } from "../text/comments.js";
import type { Cursor } from "../text/cursor.js";
import { readData } from "../text/yaml.js";
import { readBudget } from "./budgets.js";
import { problemOf } from "./problems.js";
import type { Config, Match, Override } from "./types.js";
import validate from "./validate.generated.js";
import { waiverOf } from "./waivers.js";

export type { Config } from "./types.js";

/** Where merged commitments are kept, unless the config says otherwise. */
export const LEDGER = ".traincost/ledger.jsonl";

export const emptyConfig: Config = {
  file: null,
  ledger: LEDGER,
  discover: { include: [], exclude: [] },
  assumptions: noAssumptions,
  max_age_days: null,
  overrides: [],
  budgets: [],
  rules: {},
  waivers: [],
  override: null,
};

export interface ConfigReading {
  /** Null where something is wrong: a gate must not run on half a policy. */
  readonly config: Config | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Text → config, or what is wrong with it, line by line. `today`: ISO date, for waivers that have ended. */
export function readConfig(text: string, file: string, today: string): ConfigReading {
  const { documents, problems } = readData(text, file, "yaml");
  const [document] = documents;
  if (problems.length > 0)
    return { config: null, diagnostics: problems.map((each) => ({ ...each, rule: "config/invalid", severity: "error" })) };
  if (documents.length > 1) return refused(file, "the config is one document, and this file has several", "remove the lines ---");
  if (!document || document.root.kind === "absent") return refused(file, "the config is empty", "version: 1");
  const root = document.root;
  if (!validate(root.raw()))
    return { config: null, diagnostics: (validate.errors ?? []).slice(0, 20).map((error) => problemOf(error, root, text)) };
  const { found, report } = collector();
  const config = assemble(root, file, today, report);
  return found.some(({ severity }) => severity === "error") ? { config: null, diagnostics: found } : { config, diagnostics: found };
}

const refused = (file: string, message: string, help: string): ConfigReading => ({
  config: null,
  diagnostics: [{ rule: "config/invalid", severity: "error", message, at: { file, line: 1, column: 1 }, help }],
});

function assemble(root: Cursor, file: string, today: string, report: Report): Config {
  const budgets = root
    .at("budgets")
    .items()
    .map((each) => readBudget(each, matchOf(each.at("match")), report));
  for (const [index, { name, place }] of budgets.entries())
    if (budgets.findIndex((each) => each.name === name) < index)
      report("config/invalid", `two budgets are called ${name}`, place, "give each its own name: waivers name them");
  return {
    file,
    ledger: root.at("ledger").text() ?? LEDGER,
    discover: { include: strings(root.at("discover", "include")), exclude: strings(root.at("discover", "exclude")) },
    assumptions: assumptionsOf(root),
    max_age_days: (root.at("prices", "max_age_days").raw() as number | null) ?? null,
    overrides: root
      .at("overrides")
      .items()
      .map((each) => overrideOf(each, report)),
    budgets,
    rules: rulesOf(root.at("rules"), report),
    waivers: root
      .at("waivers")
      .items()
      .flatMap((each) => waiverOf(each, today, budgets, report)),
    override: overrideLabel(root.at("override")),
  };
}

function overrideLabel(cursor: Cursor): Config["override"] {
  const [label, reason] = [cursor.at("label").text(), cursor.at("reason").text()];
  return label === undefined ? null : { label, ...optional("reason", reason) };
}

const strings = (cursor: Cursor) => cursor.items().map((each) => each.text() ?? "");
const optional = <K extends string, V>(key: K, value: V | undefined) => (value === undefined ? {} : ({ [key]: value } as Record<K, V>));
const scalar = <T>(cursor: Cursor) => (cursor.raw() ?? undefined) as T | undefined;

export function matchOf(cursor: Cursor): Match {
  const list = (key: string) => (cursor.has(key) ? strings(cursor.at(key)) : undefined);
  const labels = cursor.has("labels")
    ? Object.fromEntries(
        cursor
          .at("labels")
          .entries()
          .map(([key, value]) => [key, value.text() ?? ""]),
      )
    : undefined;
  return {
    ...optional("paths", list("paths")),
    ...optional("formats", list("formats")),
    ...optional("accelerators", list("accelerators")),
    ...optional("owners", list("owners")),
    ...optional("labels", labels),
  };
}

function assumptionsOf(root: Cursor): Assumptions {
  const said = root.at("assumptions");
  return {
    ...optional("accelerator", said.at("accelerator").text()),
    ...optional("accelerators", scalar<number>(said.at("accelerators"))),
    mfu: scalar<Record<string, number>>(said.at("mfu")) ?? {},
    rates: root.at("prices", "rates").items().map(rateOf),
  };
}

const rateOf = (cursor: Cursor): Rate => ({
  accelerator: cursor.at("accelerator").text() ?? "",
  usd_per_accelerator_hour: scalar<number>(cursor.at("usd_per_accelerator_hour")) ?? 0,
  ...optional("cloud", cursor.at("cloud").text()),
  ...optional("region", cursor.at("region").text()),
  ...optional("spot", scalar<boolean>(cursor.at("spot"))),
  at: cursor.place,
});

function overrideOf(cursor: Cursor, report: Report): Override {
  const set: KnownFacts = Object.assign(
    {},
    ...cursor
      .at("set")
      .entries()
      .map(([path, value]) => setting(path, value, report)),
  );
  return { match: matchOf(cursor.at("match")), set };
}

function setting(path: string, value: Cursor, report: Report): KnownFacts {
  if (!isFactName(path)) {
    report("config/invalid", `overrides can set facts, and there is no "${path}"`, value.place, didYouMean(path));
    return {};
  }
  const reading = FACTS[path].read(value.raw());
  if (reading.ok) return { [path]: override(reading.value, value.place) };
  report("config/invalid", `${path} should be ${reading.wrong}`, value.place);
  return {};
}

function rulesOf(cursor: Cursor, report: Report): Config["rules"] {
  for (const [name, value] of cursor.entries())
    if (!Object.hasOwn(RULES, name))
      report(
        "config/invalid",
        `there is no rule "${name}"`,
        value.place,
        `did you mean ${nearest(name, Object.keys(RULES), 1)[0] ?? Object.keys(RULES)[0]}?`,
      );
  return Object.fromEntries(cursor.entries().map(([name, value]) => [name, value.text() as Config["rules"][string]]));
}
