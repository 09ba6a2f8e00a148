import type { Assumptions, Rate } from "../model/assumptions.js";
import { type Report, RULES } from "../model/diagnostic.js";
import { FACTS, isFactName, type KnownFacts } from "../model/facts.js";
import { override } from "../model/known.js";
import { nearest } from "../model/nearest.js";
import { didYouMean } from "../text/comments.js";
import type { Cursor } from "../text/cursor.js";
import { readBudget } from "./budgets.js";
import type { Budget, Config, Match, Override } from "./types.js";
import { waiverOf } from "./waivers.js";

/** A valid document → config, on top of what it builds on: lists follow the parent's, a name of the parent's is not defined again. */
export function assemble(root: Cursor, file: string, today: string, parent: Config, report: Report): Config {
  const budgets = budgetsOf(root, parent, report);
  const label = overrideLabel(root.at("override"));
  const rules = rulesOf(root.at("rules"), report);
  for (const name of Object.keys(rules).filter((each) => Object.hasOwn(parent.rules, each) && parent.rules[each] !== rules[each]))
    report("config/invalid", `the severity of ${name} is set in ${parent.file}`, root.at("rules", name).place, "remove it here");
  if (label && parent.override) report("config/invalid", `override is set in ${parent.file}`, root.at("override").place, "remove it here");
  const waivers = root
    .at("waivers")
    .items()
    .flatMap((each) => waiverOf(each, today, budgets, report));
  return {
    file,
    ledger: root.at("ledger").text() ?? parent.ledger,
    discover: {
      include: [...parent.discover.include, ...strings(root.at("discover", "include"))],
      exclude: [...parent.discover.exclude, ...strings(root.at("discover", "exclude"))],
    },
    assumptions: assumptionsOf(root, parent.assumptions),
    max_age_days: scalar<number>(root.at("prices", "max_age_days")) ?? parent.max_age_days,
    overrides: [
      ...parent.overrides,
      ...root
        .at("overrides")
        .items()
        .map((each) => overrideOf(each, report)),
    ],
    budgets,
    rules: { ...parent.rules, ...rules },
    waivers: [...parent.waivers, ...waivers],
    override: parent.override ?? label,
  };
}

/** The parent's, then its own; one that the parent lets be replaced is. */
function budgetsOf(root: Cursor, parent: Config, report: Report): readonly Budget[] {
  const own = root
    .at("budgets")
    .items()
    .map((each) => readBudget(each, matchOf(each.at("match")), report));
  for (const [index, { name, place }] of own.entries()) {
    if (own.findIndex((each) => each.name === name) < index)
      report("config/invalid", `two budgets are called ${name}`, place, "give each its own name: waivers name them");
    if (parent.budgets.some((each) => each.name === name && !each.overridable))
      report(
        "config/invalid",
        `the budget ${name} is defined in ${parent.file}`,
        place,
        "give this one another name, or let that one say overridable: true",
      );
  }
  const names = new Set(own.map(({ name }) => name));
  return [...parent.budgets.filter(({ name }) => !names.has(name)), ...own];
}

function overrideLabel(cursor: Cursor): Config["override"] {
  const [label, reason] = [cursor.at("label").text(), cursor.at("reason").text()];
  return label === undefined ? null : { label, ...optional("reason", reason) };
}

const strings = (cursor: Cursor) => cursor.items().map((each) => each.text() ?? "");
const optional = <K extends string, V>(key: K, value: V | undefined) => (value === undefined ? {} : ({ [key]: value } as Record<K, V>));
const scalar = <T>(cursor: Cursor) => (cursor.raw() ?? undefined) as T | undefined;

function matchOf(cursor: Cursor): Match {
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

function assumptionsOf(root: Cursor, parent: Assumptions): Assumptions {
  const said = root.at("assumptions");
  return {
    ...parent,
    ...optional("accelerator", said.at("accelerator").text()),
    ...optional("accelerators", scalar<number>(said.at("accelerators"))),
    mfu: { ...parent.mfu, ...scalar<Record<string, number>>(said.at("mfu")) },
    rates: [...root.at("prices", "rates").items().map(rateOf), ...parent.rates],
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
  return { match: matchOf(cursor.at("match")), set, place: cursor.place };
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
