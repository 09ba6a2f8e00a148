import type { Report } from "../model/diagnostic.js";
import type { KnownFacts } from "../model/facts.js";
import type { Word } from "../text/script.js";
import { readFlags } from "./_flags.js";
import { adapters } from "./_said.js";
import { SCRIPT } from "./_script.js";
import { argumentsOf } from "./_words.js";

/** Arguments of a program that an image starts by itself. */
export function toImage(words: readonly Word[], report: Report): KnownFacts {
  const { flags } = argumentsOf(words);
  return adapters(readFlags(flags, SCRIPT, report), flags);
}
