import { magnitude, ok, plainNumber, type Reader, wrong } from "./reading.js";
import { type Bytes, bytes, fromHours, GIB, type Seconds, seconds, type Tokens, tokens, type Usd, usd } from "./units.js";

/* Values that carry a unit: tokens, durations, sizes of memory, dollars. A bare number has the unit that traincost's own files have. */

export const tokenCount: Reader<Tokens> = (raw) => {
  const value = magnitude(raw);
  return value !== undefined && value > 0 ? ok(tokens(value)) : wrong("a number of tokens, as in 2000000 or 20B");
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
