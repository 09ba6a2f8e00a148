import type { Report } from "../model/diagnostic.js";
import type { Place } from "../model/place.js";
import { durationInHours, memory, money } from "../model/quantities.js";
import { plainNumber, type Reading } from "../model/reading.js";
import { GIB, HOUR } from "../model/units.js";
import type { Cursor } from "../text/cursor.js";
import { type Allowed, type Amount, type Budget, type Limit, type Match, METRICS, type Metric, PERIODS } from "./types.js";
import { MANIFEST } from "./waivers.js";

const read = (reading: Reading<number>, divide = 1): number | string => (reading.ok ? reading.value / divide : reading.wrong);

const plainAmount = (raw: unknown): number | undefined => {
  const plain = plainNumber(raw);
  return plain !== undefined && plain >= 0 ? plain : undefined;
};

/** Each metric's own unit: a number, or what it should have been. */
const UNITS: Readonly<Record<Metric, (raw: unknown) => number | string>> = {
  cost: (raw) => read(money(raw)),
  hourly_cost: (raw) => read(money(raw)),
  gpu_hours: (raw) => plainAmount(raw) ?? read(durationInHours(raw), HOUR),
  wall_hours: (raw) => read(durationInHours(raw), HOUR),
  memory: (raw) => read(memory(raw), GIB),
  accelerators: (raw) => plainAmount(raw) ?? "a number of accelerators",
};

/** One budget of the config; what is wrong with it is reported, and the rest of it still read. */
export function readBudget(cursor: Cursor, match: Match, report: Report): Budget {
  tellMistakes(cursor, report);
  const limits = METRICS.filter((metric) => cursor.has(metric)).map(
    (metric) => [metric, limitOf(cursor.at(metric), UNITS[metric], metric === "memory", report)] as const,
  );
  const message = cursor.at("message").text();
  return {
    name: cursor.at("name").text() ?? "",
    match,
    per: (cursor.at("per").text() as Budget["per"] | undefined) ?? "job",
    limits: Object.fromEntries(limits),
    ...(cursor.has("change") && { change: limitOf(cursor.at("change"), change, true, report) }),
    allow: allowedOf(cursor.at("allow")),
    deny: allowedOf(cursor.at("deny")),
    unknown: (cursor.at("unknown").text() as Budget["unknown"] | undefined) ?? "ok",
    ...(message !== undefined && { message }),
    overridable: cursor.at("overridable").raw() === true,
    place: cursor.place,
  };
}

const LIMITING = [...METRICS, "change", "allow", "deny"] as const;
/** What a commitment of the ledger says. */
const KEPT: readonly string[] = ["cost", "gpu_hours"];

function tellMistakes(cursor: Cursor, report: Report): void {
  const name = cursor.at("name");
  const limiting = LIMITING.filter((key) => cursor.has(key));
  const wrong = (message: string, at: Place, help: string) => report("config/invalid", message, at, help);
  if (limiting.length === 0)
    wrong(`budget ${name.text() ?? ""} limits nothing`, cursor.place, `add one of ${LIMITING.join(", ")}, as in cost: {fail: 500}`);
  if (PERIODS.some((each) => each === cursor.at("per").text()))
    for (const key of limiting.filter((each) => !KEPT.includes(each)))
      wrong(`the ledger keeps ${KEPT.join(" and ")} only, and no ${key} of a period`, cursor.at(key).place, "per: job");
  if (name.text() === MANIFEST) wrong(`"${MANIFEST}" is the name of a manifest's own budget`, name.place, "give this one another name");
}

function allowedOf(cursor: Cursor): Allowed {
  const list = (key: string) =>
    cursor
      .at(key)
      .items("lone")
      .flatMap((item) => item.text() ?? []);
  const [accelerators, clouds, regions] = ["accelerators", "clouds", "regions"].map(list);
  return {
    ...(accelerators && cursor.has("accelerators") && { accelerators }),
    ...(clouds && cursor.has("clouds") && { clouds }),
    ...(regions && cursor.has("regions") && { regions }),
  };
}

/** `+500` is dollars; `+10%` is read as a share. */
const change = (raw: unknown) => read(money(typeof raw === "string" ? raw.replace(/^\+/, "") : raw));

function limitOf(cursor: Cursor, unit: (raw: unknown) => number | string, shares: boolean, report: Report): Limit {
  const amount = (key: string): Amount | undefined => {
    const cell = cursor.at(key);
    if (cell.kind === "absent") return undefined;
    const share = shares ? /^\+?(\d+\.?\d*|\.\d+)\s*%$/.exec(cell.text() ?? "") : null;
    if (share) return { value: Number(share[1]) / 100, percent: true };
    const value = unit(cell.raw());
    if (typeof value === "number") return { value, percent: false };
    report("config/invalid", `${cell.path} should be ${value}`, cell.place);
    return undefined;
  };
  const [warn, fail] = [amount("warn"), amount("fail")];
  if (!cursor.has("warn") && !cursor.has("fail"))
    report("config/invalid", `${cursor.path} limits nothing`, cursor.place, "add warn or fail, as in {fail: 500}");
  if (warn && fail && warn.percent === fail.percent && warn.value > fail.value)
    report(
      "config/invalid",
      `${cursor.path} warns above what fails already: nothing would ever warn`,
      cursor.place,
      "let warn be the smaller one",
    );
  return {
    ...(warn && { warn }),
    ...(fail && { fail }),
    at: (cursor.at("at").text() as Limit["at"] | undefined) ?? "expected",
    place: cursor.place,
  };
}
