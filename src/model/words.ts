/** Built once for each number of digits: a report of thousands of jobs spent a quarter of its time on building them. */
const FORMATS = [0, 1, 2, 3].map(
  (digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** Numbers as people read them, three significant digits at most; the JSON report keeps the full ones. */
const grouped = (value: number, digits: 0 | 1 | 2 | 3) => FORMATS[digits]?.format(value) ?? String(value);

function rounded(value: number): string {
  // The size is that of what is shown: 99.97 is 100, and not 100.0.
  const size = Math.abs(Number(value.toPrecision(3)));
  if (size === 0) return "0";
  if (size >= 10_000) return grouped(Number(value.toPrecision(3)), 0);
  if (size >= 100) return grouped(value, 0);
  return size >= 10 ? grouped(value, 1) : grouped(value, size >= 0.1 ? 2 : 3);
}

export const formatUsd = (usd: number): string => `${rounded(usd)} USD`;
export const formatHours = (hours: number): string => (hours < 1 ? `${Math.max(1, Math.round(hours * 60))} min` : `${rounded(hours)} h`);
export const formatGib = (gib: number): string => `${gib >= 10 ? grouped(gib, 1) : grouped(gib, 2)} GiB`;
export const formatNumber = rounded;

const STEPS: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
];

/** 6.74B, 52k. */
export function formatCount(count: number): string {
  const [size, letter] = STEPS.find(([each]) => Math.abs(count) >= each) ?? [1, ""];
  return `${Number((count / size).toPrecision(3))}${letter}`;
}
