import type { Place } from "../model/place.js";
import type { Word } from "./script.js";

/**
 * A piece of text that keeps where it was written, so that a flag inside `OPTS="… --lr 1e-5 …"` still has its own line.
 * A word, a variable's content and a heredoc are all lists of segments.
 */
export interface Segment {
  readonly text: string;
  readonly at: Place;
  /** Quoted text is never split into words. */
  readonly quoted: boolean;
  /** The variable or substitution nobody can know; `text` is then how it was written. */
  readonly unknown?: string;
  readonly assumed?: true;
}
export type Value = readonly Segment[];

/** No word grows longer than this: `X=$X$X` in a loop must end. */
const MAX_VALUE_LENGTH = 100_000;
const MAX_SEGMENTS = 4_000;

export const textOf = (value: Value): string => value.map(({ text }) => text).join("");
export const isKnown = (value: Value): boolean => value.every(({ unknown }) => unknown === undefined);
export const isAssumed = (value: Value): boolean => value.some(({ assumed }) => assumed);

export const literal = (text: string, at: Place, quoted = false): Segment => ({ text, at, quoted });
export const unknownSegment = (name: string, at: Place, written = `\${${name}}`): Segment => ({
  text: written,
  at,
  quoted: true,
  unknown: name,
});

export const quote = (value: Value, quoted: boolean): Value => value.map((segment) => ({ ...segment, quoted }));
export const assume = (value: Value): Value => value.map((segment) => ({ ...segment, assumed: true }));

export function joined(values: readonly Value[], separator: string): Value {
  const all = values.flatMap((value, index) => {
    const first = value[0];
    return index > 0 && first ? [{ ...literal(separator, first.at), quoted: first.quoted }, ...value] : value;
  });
  return clipped(all);
}

/** Text beyond the limit is dropped: it belongs to no job. */
export function clipped(value: Value): Value {
  if (value.length <= MAX_SEGMENTS && value.reduce((sum, { text }) => sum + text.length, 0) <= MAX_VALUE_LENGTH) return value;
  let left = MAX_VALUE_LENGTH;
  return value.slice(0, MAX_SEGMENTS).flatMap((segment) => {
    const text = segment.text.slice(0, Math.max(0, left));
    left -= segment.text.length;
    return text === "" ? [] : [{ ...segment, text }];
  });
}

/** Word splitting as bash does it with the default IFS: blanks of unquoted text divide words. */
export function fields(value: Value): readonly Value[] {
  const found: Segment[][] = [];
  let current: Segment[] | undefined;
  const end = () => {
    if (current) found.push(current);
    current = undefined;
  };
  for (const segment of value) {
    const pieces = segment.quoted ? [segment.text] : segment.text.split(/[ \t\n]+/);
    pieces.forEach((text, index) => {
      if (index > 0) end();
      if (text === "" && !segment.quoted) return;
      current ??= [];
      current.push({ ...segment, text });
    });
  }
  end();
  return found;
}

/** The public form. A word stands where its last piece was written: for `--lr=$LR` that is where LR is set. */
export function toWord(value: Value, at: Place): Word {
  const unknown = [...new Set(value.flatMap((segment) => segment.unknown ?? []))];
  const place = [...value].reverse().find(({ text }) => text !== "")?.at ?? at;
  return { text: textOf(value), at: place, unknown, ...(isAssumed(value) && { assumed: true as const }) };
}

/** Back from the public form, for variables that a launch format hands in. */
export function fromWord(word: Word): Value {
  const [unknown] = word.unknown;
  return [
    {
      text: word.text,
      at: word.at,
      quoted: false,
      ...(unknown !== undefined && { unknown }),
      ...(word.assumed && { assumed: true as const }),
    },
  ];
}
