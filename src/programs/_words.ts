import type { Word } from "../text/script.js";
import type { Flag, Flags } from "./program.js";

const NEGATIVE = /^-\d/;
export const isOption = (word: Word) => /^-{1,2}[A-Za-z]/.test(word.text) && !NEGATIVE.test(word.text);
export const keyOf = (text: string) => text.replace(/^-+/, "").replace(/=.*$/s, "").replaceAll("-", "_");

export interface Arguments {
  readonly flags: Flags;
  /** Words that belong to no option. */
  readonly positional: readonly Word[];
}

/** `--name value…`, `--name=value`, `key=value` and what stands alone. Words after an option belong to it until the next. */
export function argumentsOf(words: readonly Word[]): Arguments {
  const flags = new Map<string, Flag>();
  const positional: Word[] = [];
  let open: { values: Word[] } | undefined;
  for (const word of words) {
    const equals = /^(?:--?)?\+{0,2}([A-Za-z][\w.\-/]*)=(.*)$/s.exec(word.text);
    if (equals && (isOption(word) || !word.text.startsWith("-"))) {
      flags.set(keyOf(equals[1] ?? ""), { values: [{ ...word, text: equals[2] ?? "" }], at: word.at });
      open = undefined;
    } else if (isOption(word)) {
      const values: Word[] = [];
      flags.set(keyOf(word.text), { values, at: word.at });
      open = { values };
    } else if (open) open.values.push(word);
    else positional.push(word);
  }
  return { flags, positional };
}

/** `-N2` is `-N 2` where the program knows `-N` and no `-N2`. */
export function unglued(words: readonly Word[], valued: readonly string[]): readonly Word[] {
  return words.flatMap((word) => {
    const [, option = "", value = ""] = /^(-[A-Za-z])([^=-].*)$/s.exec(word.text) ?? [];
    return value !== "" && valued.includes(option) && !valued.includes(word.text)
      ? [
          { ...word, text: option },
          { ...word, text: value },
        ]
      : [word];
  });
}
