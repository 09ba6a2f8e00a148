/** What this room reads of a part of the JSON schema. */
export interface Part {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly minProperties?: number;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly examples?: readonly unknown[];
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
};

/** "a whole number of at least 1": what a value should be, from the schema that refused it. */
export function expected(schema: Part): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum) return `one of ${schema.enum.join(", ")}`;
  if (schema.pattern?.includes("\\d{4}")) return "a day, as in 2027-06-30";
  const types = [schema.type ?? []].flat();
  if (types.includes("object")) return mapping(schema);
  return `${types.map((type) => TYPES[type] ?? type).join(" or ")}${bounds(schema)}`;
}

function mapping({ properties, minProperties }: Part): string {
  if (properties)
    return `a mapping with the keys ${Object.keys(properties)
      .filter((key) => key !== "$schema")
      .join(", ")}`;
  return minProperties ? "a mapping with at least one key" : "a mapping of keys to values";
}

function bounds({ minimum, exclusiveMinimum, maximum }: Part): string {
  const low = exclusiveMinimum !== undefined ? ` above ${exclusiveMinimum}` : minimum !== undefined ? ` of at least ${minimum}` : "";
  return maximum === undefined ? low : `${low}${low ? " and" : ""} of at most ${maximum}`;
}

/** A line to write, where the schema has an example of it. */
export function helpFor(key: string | undefined, schema: Part | undefined): string | undefined {
  const example = schema?.examples?.[0] ?? schema?.const;
  if (example === undefined || key === undefined) return undefined;
  return /^\d+$/.test(key) ? `- ${flow(example)}` : `${key}: ${flow(example)}`;
}

/** A value as YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([key, each]) => `${key}: ${flow(each)}`)
      .join(", ")}}`;
  return typeof value === "string" && /[*#{}[\],%]/.test(value) ? JSON.stringify(value) : String(value);
}
