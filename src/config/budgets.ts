import type { Report } from "../model/diagnostic.js";
import { durationInHours, memory, money, plainNumber, type Reading } from "../model/reading.js";
import { GIB, HOUR } from "../model/units.js";
import type { Cursor } from "../text/cursor.js";
import { readMatch } from "./sections.js";
import { type Amount, type Budget, type Limit, MANIFEST_BUDGET, METRICS, type Metric } from "./types.js";

/** How an amount is read: a number in the metric's unit, or what should have been written. */
interface Amounts {
  readonly read: (raw: unknown) => number | string;
  /** `85%` is an amount too. */
  readonly shares: boolean;
}

const inUnit = (reading: Reading<number>, unit = 1): number | string => (reading.ok ? reading.value / unit : reading.wrong);
/** `+500` reads as `500`. */
const unsigned = (raw: unknown) => (typeof raw === "string" ? raw.trim().replace(/^\+/, "") : raw);

const AMOUNTS: Readonly<Record<Metric | "change", Amounts>> = {
  cost: { read: (raw) => inUnit(money(raw)), shares: false },
  hourly_cost: { read: (raw) => inUnit(money(raw)), shares: false },
  gpu_hours: { read: (raw) => positiveOf(raw) ?? "a number of accelerator-hours above 0, as in 2000", shares: false },
  wall_hours: { read: (raw) => inUnit(durationInHours(raw), HOUR), shares: false },
  memory: { read: (raw) => also(inUnit(memory(raw), GIB), "a share, as in 95%"), shares: true },
  change: { read: (raw) => also(inUnit(money(unsigned(raw))), "a share, as in +10%"), shares: true },
};

const also = (read: number | string, other: string) => (typeof read === "string" ? `${read}, or ${other}` : read);

function positiveOf(raw: unknown): number | undefined {
  const value = plainNumber(raw);
  return value !== undefined && value > 0 ? value : undefined;
}

export function readBudgets(cursor: Cursor, report: Report): readonly Budget[] {
  const budgets = cursor.items().map((each) => budgetOf(each, report));
  const names = new Set([MANIFEST_BUDGET]);
  for (const [index, { name }] of budgets.entries()) {
    const place = cursor.at(index, "name").place;
    if (names.has(name))
      report(
        "config/invalid",
        name === MANIFEST_BUDGET ? `"${name}" is the name of what a manifest's own budget says` : "two budgets have the same name",
        place,
        "name: another one",
      );
    names.add(name);
  }
  return budgets;
}

function budgetOf(cursor: Cursor, report: Report): Budget {
  const word = <T extends string>(key: string) => cursor.at(key).text() as T | undefined;
  const limits = METRICS.flatMap((metric) =>
    cursor.has(metric) ? [[metric, limitOf(cursor.at(metric), AMOUNTS[metric], report)] as const] : [],
  );
  const message = word("message");
  const budget: Budget = {
    name: word("name") ?? "",
    match: readMatch(cursor.at("match")),
    per: word<Budget["per"]>("per") ?? "job",
    limits: Object.fromEntries(limits),
    ...(cursor.has("change") && { change: limitOf(cursor.at("change"), AMOUNTS.change, report) }),
    unknown: word<Budget["unknown"]>("unknown") ?? "ok",
    ...(message !== undefined && { message }),
    place: cursor.place,
  };
  if (limits.length === 0 && !budget.change)
    report("config/invalid", `the budget ${budget.name} limits nothing`, cursor.place, "cost: {fail: 1500}");
  if (budget.per !== "job" && budget.limits.memory)
    report("config/invalid", "memory is a limit of each job, not of several together", budget.limits.memory.place, "per: job");
  return budget;
}

function limitOf(cursor: Cursor, amounts: Amounts, report: Report): Limit {
  const [warn, fail] = [amountOf(cursor.at("warn"), amounts, report), amountOf(cursor.at("fail"), amounts, report)];
  if (warn && fail && warn.percent === fail.percent && warn.value > fail.value)
    report("config/invalid", `${dotted(cursor.path)}: warn is above fail, so it never warns`, cursor.at("warn").place, "warn below fail");
  return {
    ...(warn && { warn }),
    ...(fail && { fail }),
    at: (cursor.at("at").text() as Limit["at"] | undefined) ?? "expected",
    place: cursor.place,
  };
}

function amountOf(cell: Cursor, { read, shares }: Amounts, report: Report): Amount | undefined {
  if (cell.kind === "absent") return undefined;
  const share = shares ? /^\+?(\d+(?:\.\d+)?)\s*%$/.exec(cell.text()?.trim() ?? "") : null;
  if (share) return { value: Number(share[1]), percent: true };
  const value = read(cell.raw());
  if (typeof value === "number") return { value, percent: false };
  report("config/invalid", `${dotted(cell.path)} should be ${value}`, cell.place);
  return undefined;
}

/** `budgets.0.cost.fail` as the schema's messages write it. */
const dotted = (path: string) => path.replace(/\.(\d+)(?=\.|$)/g, "[$1]");
