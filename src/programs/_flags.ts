import type { Report } from "../model/diagnostic.js";
import type { MutableFacts } from "../model/facts.js";
import type { Reference } from "../model/job.js";
import { declared } from "../model/known.js";
import type { Word } from "../text/script.js";
import { isTemplate, type Meaning, readValue, type Vocabulary } from "../vocabulary/vocabulary.js";
import { isPath } from "./_hydra.js";
import { keyOf } from "./_words.js";
import type { Flag, Flags } from "./program.js";

export const isFile = ({ text }: Word) => /\.(ya?ml|json|toml)$/i.test(text) && !isTemplate(text);

/** DeepSpeed's JSON is also kept as `stage3.conf`. */
const isCompanion = (word: Word) => /\.(ya?ml|json|toml|conf)$/i.test(word.text) && (!isTemplate(word.text) || isPath(word));

/** Flags that name a file of DeepSpeed's or FSDP's, or what axolotl tries one after the other. */
export const COMPANIONS = ["deepspeed", "deepspeed_config", "ds_config", "fsdp_config", "sweep"];

export const companionsOf = (flags: Flags, names: readonly string[]): readonly Reference[] =>
  names.flatMap((name) => {
    const word = flags.get(name)?.values[0];
    return word && isCompanion(word) ? [{ path: declared(word.text, word.at), as: "companion" as const }] : [];
  });

/** `--no-sample-packing`, `--no_gradient_checkpointing`: the flag's opposite, where it has one. */
function denial(flags: Flags, key: string, { read }: Meaning): Flag | undefined {
  const flag = flags.get(`no_${keyOf(key)}`);
  return flag?.values.length === 0 && read(false).ok ? flag : undefined;
}

/** Every flag the table knows; a flag without a value is `true`. */
export function readFlags(flags: Flags, vocabulary: Vocabulary, report: Report): MutableFacts {
  const facts: MutableFacts = {};
  for (const [key, meaning] of Object.entries(vocabulary)) {
    const flag = flags.get(keyOf(key));
    if (facts[meaning.fact]) continue;
    const denied = flag ? undefined : denial(flags, key, meaning);
    if (denied) Object.assign(facts, { [meaning.fact]: readValue(meaning, false, denied.at, `--no-${key}`, report) });
    if (!flag) continue;
    const many = meaning.fact === "training.lora.target_modules" || meaning.fact === "data.dataset";
    const raw = flag.values.length === 0 ? true : many ? flag.values.map(({ text }) => text) : flag.values[0]?.text;
    const known = readValue(meaning, raw, flag.values[0]?.at ?? flag.at, `--${key}`, report);
    if (known) Object.assign(facts, { [meaning.fact]: known });
  }
  return facts;
}
