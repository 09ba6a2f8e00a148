import type { Report } from "../model/diagnostic.js";
import { FACTS, type FactName, type Facts, type KnownFacts, type MutableFacts } from "../model/facts.js";
import { declared, derived, type Known } from "../model/known.js";
import type { Place } from "../model/place.js";
import type { Reader } from "../model/reading.js";
import type { Cursor } from "../text/cursor.js";
import { fallback, interpolated } from "./interpolation.js";

/**
 * A tool's own words as a table: key (dotted for nested keys) → the fact it states, and how its value reads where that differs from the fact's own reader.
 * The same table serves YAML keys and `--flags`.
 */
export interface Meaning {
  readonly fact: FactName;
  readonly read: Reader<unknown>;
}
export type Vocabulary = Readonly<Record<string, Meaning>>;

/** A reader may give `undefined`: the value is legal and states nothing, as `bf16: false` does. */
export const means = <F extends FactName>(fact: F, read?: Reader<Facts[F] | undefined>): Meaning => ({
  fact,
  read: read ?? (FACTS[fact].read as Reader<unknown>),
});

/** Ways of writing "not set": `auto` leaves the value to somebody else, `???` is OmegaConf's missing value, -1 no limit in Lightning and Hugging Face. */
const UNSET = /^(|~|null|none|nil|auto|default|\?\?\?|-1)$/i;
/** `${a.b}`, `$VAR`, `{{ x }}`, `<placeholder>`: only known once rendered. */
const TEMPLATE = /\$\{|\$[A-Za-z_(]|\{\{|<[^<>]+>/;

export const isUnset = (raw: unknown): boolean =>
  raw === null || raw === undefined || raw === -1 || (typeof raw === "string" && UNSET.test(raw.trim()));
export const isTemplate = (raw: unknown): boolean => typeof raw === "string" && TEMPLATE.test(raw);

/** Reads every key of the table that the mapping has. The first key of a fact in table order wins, so list the stronger spelling first. */
export function readFacts(from: Cursor, vocabulary: Vocabulary, report: Report, root: Cursor = from): KnownFacts {
  const facts: MutableFacts = {};
  for (const [key, meaning] of Object.entries(vocabulary)) {
    if (facts[meaning.fact]) continue;
    const cell = from.at(...key.split("."));
    const known = cell.kind === "absent" ? undefined : readCell(root, cell, key, meaning, report);
    if (known) Object.assign(facts, { [meaning.fact]: known });
  }
  return facts;
}

function readCell(root: Cursor, cell: Cursor, key: string, meaning: Meaning, report: Report): Known<unknown> | undefined {
  const elsewhere = isTemplate(cell.raw()) ? (interpolated(root, cell.path.split(".")) ?? fallback(cell)) : undefined;
  if (!elsewhere) return readValue(meaning, cell.raw(), cell.place, key, report);
  const known = readValue(meaning, elsewhere.raw, elsewhere.place, key, report);
  return known && derived(known.value, `${key}: ${cell.text() ?? ""}`, [known]);
}

/** In the manifest's own words "none" may be said: nothing shards, nothing is offloaded. */
const isOwnNone = ({ fact, read }: Meaning, raw: unknown) =>
  raw === "none" && read === FACTS[fact].read && (fact === "parallelism.strategy" || fact === "parallelism.offload");

/** One value by its meaning; undefined, with a diagnostic, where it cannot be read. `raw` is never repeated in a message: it may be a secret. */
export function readValue(meaning: Meaning, raw: unknown, place: Place, key: string, report: Report): Known<unknown> | undefined {
  if (isUnset(raw) && !isOwnNone(meaning, raw)) return undefined;
  const named = meaning.fact === "model.id" && isTemplate(raw) ? endOf(String(raw)) : undefined;
  if (named !== undefined) return derived(named, `${key}: the end of a path that is only known when it runs`, [declared(raw, place)]);
  const reading = isTemplate(raw) ? undefined : meaning.read(raw);
  if (reading?.ok) return reading.value === undefined ? undefined : declared(reading.value, place);
  if (!reading)
    report(
      "input/unresolved",
      `${key} is a template${expression(raw)}; its value is only known when the job is rendered`,
      place,
      `# traincost: ${meaning.fact}=…`,
    );
  else report("input/wrong-type", `${key} should be ${reading.wrong}`, place, `${key}: ${reading.wrong}`);
  return undefined;
}

/** `$HOME/models/Qwen3-8B` names a model whatever stands before it; an end without a size may be anything: `$RUN/checkpoint-1000`. */
function endOf(path: string): string | undefined {
  const parts = path.replace(/\/$/, "").split("/");
  const end = parts.length > 1 ? (parts.at(-1) ?? "") : "";
  return end.length < 100 && /^[A-Za-z][\w.-]*\d[bm](?![a-z])[\w.-]*$/i.test(end) ? end : undefined;
}

/** The expression, where it is one and nothing but one: text around it may be a secret. */
const expression = (raw: unknown): string => {
  const [said] = /^(\$\{[\w.:,${} -]{1,60}\}|\{\{[\w.| -]{1,60}\}\}|\$[A-Za-z_]\w{0,40})$/.exec(String(raw).trim()) ?? [];
  return said === undefined ? "" : `, ${said}`;
};

/** One fact read straight from a cursor. */
export function readFact<F extends FactName>(fact: F, cell: Cursor, report: Report): Known<Facts[F]> | undefined {
  if (cell.kind === "absent") return undefined;
  return readValue(means(fact), cell.raw(), cell.place, cell.path, report) as Known<Facts[F]> | undefined;
}
