/**
 * How one raw scalar of a manifest becomes a value: pure, total, and strict about units.
 * `wrong` tells the person what to write instead; it never repeats the raw text (it may be a secret).
 */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly wrong: string };
export type Reader<T> = (raw: unknown) => Reading<T>;

export const ok = <T>(value: T): Reading<T> => ({ ok: true, value });
export const wrong = (instead: string): Reading<never> => ({ ok: false, wrong: instead });

/** YAML 1.1 and Python write `5_000`; YAML 1.2 leaves it a string. PyYAML reads `2e-5` as a string too. */
const NUMBER = /^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d+)?$/i;

export function plainNumber(raw: unknown): number | undefined {
  const text = typeof raw === "string" ? raw.trim() : "";
  const value = typeof raw === "number" ? raw : NUMBER.test(text) ? Number(text.replaceAll("_", "")) : undefined;
  return Number.isFinite(value) ? value : undefined;
}

const MAGNITUDE: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9, g: 1e9, t: 1e12 };

/** `20B`, `1.2M`, `6.74B`, `1_000`: a count with the suffix the field uses for it. */
export function magnitude(raw: unknown): number | undefined {
  const plain = plainNumber(raw);
  if (plain !== undefined) return plain;
  const match = typeof raw === "string" ? /^([\d._]+)\s*([kmbgt])(?:\s*(?:tok(?:ens)?|params?|parameters))?$/i.exec(raw.trim()) : null;
  const [, digits = "", suffix = ""] = match ?? [];
  const number = plainNumber(digits);
  return number === undefined ? undefined : number * (MAGNITUDE[suffix.toLowerCase()] ?? Number.NaN);
}

export const number: Reader<number> = (raw) => {
  const value = plainNumber(raw);
  return value === undefined ? wrong("a number") : ok(value);
};

export const positive: Reader<number> = (raw) => {
  const value = plainNumber(raw);
  return value !== undefined && value > 0 ? ok(value) : wrong("a number above 0");
};

/** A whole number of at least one: batch sizes, ranks, nodes. Whole floats (`8.0`) are accepted. */
export const count: Reader<number> = (raw) => {
  const value = plainNumber(raw);
  return value !== undefined && value >= 1 && Number.isSafeInteger(value) ? ok(value) : wrong("a whole number of at least 1");
};

/** The same number with its unit behind it: `4096 tokens`, `200 GPU-hours`. */
export const withUnit =
  <T>(reader: Reader<T>, unit: string): Reader<T> =>
  (raw) =>
    reader(
      typeof raw === "string" ? raw.trim().replace(new RegExp(String.raw`^([\d._,$kmbgt]+(?:\s*usd)?)\s*(?:${unit})$`, "i"), "$1") : raw,
    );

/** Counts that people shorten: `52002`, `20B`, `6.74B`. */
export const big: Reader<number> = (raw) => {
  const value = magnitude(raw);
  return value !== undefined && value > 0 ? ok(value) : wrong("a count above 0, as in 52002 or 20B");
};

export const text: Reader<string> = (raw) =>
  typeof raw === "string" && raw.trim() !== "" ? ok(raw.trim()) : typeof raw === "number" ? ok(String(raw)) : wrong("a text");

const TRUE = /^(true|yes|on|1)$/i;
const FALSE = /^(false|no|off|0)$/i;

export const boolean: Reader<boolean> = (raw) => {
  if (typeof raw === "boolean") return ok(raw);
  if (TRUE.test(String(raw).trim())) return ok(true);
  return FALSE.test(String(raw).trim()) ? ok(false) : wrong("true or false");
};

export const oneOf =
  <const T extends string>(words: readonly T[]): Reader<T> =>
  (raw) => {
    const value = words.find((word) => word === String(raw).trim().toLowerCase());
    return value === undefined ? wrong(`one of ${words.join(", ")}`) : ok(value);
  };

/** A list of words: a YAML list, or one text with commas or blanks. */
export const words: Reader<readonly string[]> = (raw) => {
  if (Array.isArray(raw)) return ok(raw.filter((item) => item !== null).map(String));
  if (typeof raw !== "string" || raw.trim() === "") return wrong("a list of words");
  return ok(raw.split(/[\s,]+/).filter(Boolean));
};

export const mapping: Reader<Readonly<Record<string, unknown>>> = (raw) =>
  typeof raw === "object" && raw !== null && !Array.isArray(raw)
    ? ok(raw as Record<string, unknown>)
    : wrong("a mapping of keys to values");
