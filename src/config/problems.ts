import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../model/diagnostic.js";
import { nearest } from "../model/nearest.js";
import type { Place } from "../model/place.js";
import type { Cursor } from "../text/cursor.js";

/** A schema error as a person reads it: the line, what is wrong, and the nearest known key. */
export function problemOf(error: ErrorObject, root: Cursor, text: string): Diagnostic {
  const path = error.instancePath.split("/").slice(1).map(unescaped);
  const parent = cursorAt(root, path);
  const name = path.join(".");
  if (error.keyword === "additionalProperties") {
    const key = String(error.params.additionalProperty);
    const [near] = nearest(key, knownKeys(error), 1);
    return problem(
      { place: keyPlace(parent.at(key).place, key, text) },
      `unknown key "${name ? `${name}.` : ""}${key}"`,
      near ? `did you mean "${near}"?` : `known keys: ${knownKeys(error).join(", ")}`,
    );
  }
  if (error.keyword === "required") return problem(parent, `${name || "the config"} needs the key "${error.params.missingProperty}"`);
  if (error.keyword === "enum") return problem(parent, `${name} should be one of ${(error.params.allowedValues as string[]).join(", ")}`);
  if (error.keyword === "const") return problem(parent, `${name} should be ${error.params.allowedValue}`);
  const what = name || "the config";
  if (error.keyword === "type") return problem(parent, `${what} should be ${[error.params.type].flat().map(wordFor).join(" or ")}`);
  if (error.keyword === "minLength") return problem(parent, `${what} is empty`);
  if (error.keyword === "pattern" && name.endsWith("until")) return problem(parent, `${what} should be a day`, "until: 2026-12-31");
  return problem(parent, `${what} ${error.message ?? "is wrong"}`);
}

const WORDS: Readonly<Record<string, string>> = {
  object: "a mapping of keys to values",
  array: "a list",
  string: "a text, in quotes where it looks like a number",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};
const wordFor = (type: string) => WORDS[type] ?? type;

const unescaped = (part: string) => part.replaceAll("~1", "/").replaceAll("~0", "~");
const problem = (at: Pick<Cursor, "place">, message: string, help?: string): Diagnostic => ({
  rule: "config/invalid",
  severity: "error",
  message,
  at: at.place,
  ...(help !== undefined && { help }),
});

/** Where the key itself stands: on the value's line, or on one of the lines above a value that begins on its own. */
function keyPlace(value: Place, key: string, text: string): Place {
  const lines = text.split("\n");
  for (let line = value.line; line > Math.max(0, value.line - 4); line--) {
    const column = lines[line - 1]?.indexOf(key) ?? -1;
    if (column >= 0) return { ...value, line, column: column + 1 };
  }
  return value;
}

const cursorAt = (root: Cursor, path: readonly string[]) =>
  path.reduce((cursor, part) => cursor.at(cursor.kind === "sequence" ? Number(part) : part), root);

function knownKeys({ parentSchema, schemaPath }: ErrorObject): readonly string[] {
  const properties = parentSchema?.properties as Readonly<Record<string, unknown>> | undefined;
  return properties ? Object.keys(properties) : (KEYS[schemaPath] ?? []);
}

/** The compiled validator does not carry the schema: the keys by place in it. */
const MATCH = ["paths", "formats", "accelerators", "labels", "owners"];
const LIMIT = ["warn", "fail", "at"];
const of = (path: string) => `#/properties/${path}/additionalProperties`;
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "#/additionalProperties": [
    "version",
    "extends",
    "currency",
    "ledger",
    "discover",
    "assumptions",
    "prices",
    "overrides",
    "budgets",
    "rules",
    "waivers",
    "override",
  ],
  [of("discover")]: ["include", "exclude"],
  [of("assumptions")]: ["accelerator", "accelerators", "mfu"],
  [of("prices")]: ["max_age_days", "rates"],
  [of("prices/properties/rates/items")]: ["accelerator", "usd_per_accelerator_hour", "cloud", "region", "spot"],
  [of("overrides/items")]: ["match", "set"],
  [of("overrides/items/properties/match")]: MATCH,
  [of("budgets/items")]: [
    "name",
    "match",
    "per",
    "cost",
    "change",
    "gpu_hours",
    "wall_hours",
    "hourly_cost",
    "memory",
    "accelerators",
    "allow",
    "deny",
    "unknown",
    "message",
    "overridable",
  ],
  [of("budgets/items/properties/match")]: MATCH,
  ...Object.fromEntries(
    ["cost", "change", "gpu_hours", "wall_hours", "hourly_cost", "memory", "accelerators"].map((key) => [
      of(`budgets/items/properties/${key}`),
      LIMIT,
    ]),
  ),
  [of("budgets/items/properties/allow")]: ["accelerators", "clouds", "regions"],
  [of("budgets/items/properties/deny")]: ["accelerators", "clouds", "regions"],
  [of("override")]: ["label", "reason"],
  [of("waivers/items")]: ["budget", "job", "until", "reason", "issue", "cap"],
};
