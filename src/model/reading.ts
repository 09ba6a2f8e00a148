import { type Bytes, bytes, fromHours, GIB, type Seconds, seconds, type Tokens, tokens, type Usd, usd } from "./units.js";

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

export const tokenCount: Reader<Tokens> = (raw) => {
  const value = magnitude(raw);
  return value !== undefined && value > 0 ? ok(tokens(value)) : wrong("a number of tokens, as in 2000000 or 20B");
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

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const DURATION_PART = /(\d+(?:\.\d+)?)\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hr|hrs|hours?|d|days?|w|weeks?)(?![a-z])/gi;

/** `24h`, `14d`, `1h30m`, `2 days`, `12:30:00`, `1-06:00:00`; a bare number counts in `bare` seconds. */
export function duration(raw: unknown, bare: number): Seconds | undefined {
  const plain = plainNumber(raw);
  if (plain !== undefined) return plain > 0 ? seconds(plain * bare) : undefined;
  if (typeof raw !== "string") return undefined;
  const clock = /^(?:(\d+)-)?(\d+):(\d{1,2})(?::(\d{1,2}))?$/.exec(raw.trim());
  if (clock) {
    const [, d = "0", h = "0", m = "0", s = "0"] = clock;
    return seconds(Number(d) * 86400 + Number(h) * 3600 + Number(m) * 60 + Number(s));
  }
  if (raw.replace(DURATION_PART, "").replace(/[\s,]|and/g, "") !== "") return undefined;
  let total = 0;
  for (const [, digits, name = "h"] of raw.matchAll(DURATION_PART)) total += Number(digits) * (SECONDS[name[0]?.toLowerCase() ?? "h"] ?? 0);
  return total > 0 ? seconds(total) : undefined;
}

/** A duration whose bare number counts hours, as everywhere in traincost's own files. */
export const durationInHours: Reader<Seconds> = (raw) => {
  const value = duration(raw, fromHours(1));
  return value === undefined ? wrong("a duration, as in 24h, 90m or 14d (a bare number counts hours)") : ok(value);
};

const BYTE_UNITS: Record<string, number> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: GIB,
  tib: 2 ** 40,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: GIB,
  ti: 2 ** 40,
};

/** `80GiB`, `80 GB`, `64Gi`, a bare number in GiB. */
export const memory: Reader<Bytes> = (raw) => {
  const plain = plainNumber(raw);
  const match = typeof raw === "string" ? /^([\d._]+)\s*([kmgt]?i?b|[kmgt]i)$/i.exec(raw.trim()) : null;
  const value = plain !== undefined ? plain * GIB : Number(match?.[1]) * (BYTE_UNITS[match?.[2]?.toLowerCase() ?? ""] ?? Number.NaN);
  return value > 0 ? ok(bytes(value)) : wrong("a memory size, as in 80GiB or 24 GB (a bare number counts GiB)");
};

/** Digits with thousands apart: `1,500` and `1_500`; `1,5` may be one and a half or a slip, and is neither. */
const DIGITS = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|[\d_]*\.?\d+`;
const DOLLARS = new RegExp(String.raw`^(?:usd|us\$|\$)?\s*(${DIGITS})\s*(k)?\s*(?:usd|us\$|\$)?$`, "i");
const OTHER_CURRENCY =
  /[€£¥₹₩₽]|\b(?:eur|gbp|chf|jpy|cny|rmb|inr|krw|twd|hkd|sgd|aud|cad|nzd|brl|mxn|sek|nok|dkk|pln|czk|ils|try|zar|aed|sar|rub)\b|\b(?:a|c|s|hk|nt|nz|r)\$/i;

/** `500`, `500 USD`, `$1,500`. Other currencies are refused, never converted. */
export const money: Reader<Usd> = (raw) => {
  const plain = plainNumber(raw);
  const match = typeof raw === "string" ? DOLLARS.exec(raw.trim()) : null;
  const value = plain ?? Number(match?.[1]?.replace(/[,_]/g, "")) * (match?.[2] ? 1e3 : 1);
  if (value >= 0) return ok(usd(value));
  const [other] = (typeof raw === "string" && OTHER_CURRENCY.exec(raw)) || [];
  return wrong(
    `an amount in US dollars, as in 500 USD${other === undefined ? "" : `: ${other} is not converted, for its rate changes every day`}`,
  );
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
