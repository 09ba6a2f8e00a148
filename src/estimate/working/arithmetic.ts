/** Arithmetic that remembers how it was written: a value, and text that a pocket calculator turns into the same value. */
export interface Written {
  readonly value: number;
  readonly text: string;
  /** 0: a sum, 1: a product, 2: a number or something in brackets. */
  readonly binds: 0 | 1 | 2;
}
type Part = number | Written;

/** Six significant digits, whole numbers in full: what is printed gives the value to four. */
function digits(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString("en-US");
  const text = String(Number(value.toPrecision(6)));
  return text.replace("e+", "e");
}

const written = (part: Part): Written => (typeof part === "number" ? { value: part, text: digits(part), binds: 2 } : part);
const bound = (part: Written, at: number) => (part.binds < at ? `(${part.text})` : part.text);

/** Zeros are left out: they are no part of the sum that a reader checks. */
export function plus(...parts: readonly Part[]): Written {
  const all = parts.map(written).filter(({ value }) => value !== 0);
  if (all.length === 0) return written(0);
  return {
    value: all.reduce((sum, { value }) => sum + value, 0),
    text: all.map(({ text }) => text).join(" + "),
    binds: all.length > 1 ? 0 : (all[0]?.binds ?? 2),
  };
}

/** Ones are left out. */
export function times(...parts: readonly Part[]): Written {
  const all = parts.map(written);
  const shown = all.filter(({ text }) => text !== "1");
  const value = all.reduce((product, each) => product * each.value, 1);
  if (shown.length < 2) return { value, text: shown[0]?.text ?? "1", binds: shown[0]?.binds ?? 2 };
  return { value, text: shown.map((part) => bound(part, 1)).join(" × "), binds: 1 };
}

/** Divided by the product of all that follows. */
export function over(top: Part, ...below: readonly Part[]): Written {
  const [above, ...divisors] = [written(top), ...below.map(written)] as [Written, ...Written[]];
  const shown = divisors.filter(({ text }) => text !== "1");
  if (shown.length === 0) return above;
  const value = divisors.reduce((quotient, each) => quotient / each.value, above.value);
  return { value, text: [bound(above, 1), ...shown.map((part) => bound(part, 2))].join(" ÷ "), binds: 1 };
}

export function power(base: Part, exponent: number): Written {
  const of = written(base);
  return { value: of.value ** exponent, text: `${bound(of, 2)}^${digits(exponent)}`, binds: 2 };
}

/** Bytes as they are counted in; GiB as they are printed. */
export const inGib = (part: Part): Written => over(part, { value: 2 ** 30, text: "2^30", binds: 2 });
