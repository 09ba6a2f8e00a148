import type { KnownFacts, MutableFacts } from "../model/facts.js";
import type { Fragment, Reference } from "../model/job.js";
import { declared, derived, type Known } from "../model/known.js";
import type { Cursor, DataDocument } from "../text/cursor.js";
import { isTemplate, isUnset } from "./vocabulary.js";

/** A recipe of one document: what its keys say, what follows from several of them, and the files it names. */
export function recipe(
  document: DataDocument,
  format: string,
  facts: KnownFacts,
  uses: readonly (Reference | undefined)[] = [],
): readonly Fragment[] {
  const named = uses.filter((use): use is Reference => use !== undefined);
  return [{ format, role: "recipe", at: document.root.place, facts: { ...frameworkOf(format, document.root), ...facts }, uses: named }];
}

const frameworkOf = (format: string, root: Cursor): KnownFacts => ({
  "training.framework": derived(format, "the manifest's format", [declared(format, root.place)]),
});

/** A path a key holds, as a file to read along. Built-in names and templates are no files. */
export function fileAt(cell: Cursor, as: Reference["as"]): Reference | undefined {
  const path = cell.text();
  if (path === undefined || isUnset(path) || isTemplate(path) || !/\.(json|ya?ml|conf)$/i.test(path)) return undefined;
  return { path: declared(path, cell.place), as };
}

/** The first of some facts that is known, with another value: how several keys together state one fact. */
export const because = <T>(value: T, ...from: readonly (Known<unknown> | Cursor | undefined)[]): Known<T> => {
  const first = from.find((each) => each !== undefined);
  const place = first && ("place" in first ? first.place : first.at);
  return place ? declared(value, place) : derived(value, "the recipe's keys");
};

/** LoRA over a base of four bits is QLoRA (https://arxiv.org/abs/2305.14314); over one of eight bits it stays LoRA. */
export const adapterMethod = (quantization: string | undefined): "lora" | "qlora" =>
  quantization === undefined || /8/.test(quantization) ? "lora" : "qlora";

/** The arguments of an evaluation, in a training's words: `do_train: false`, `do_predict: true` alone, or no epoch. */
export const trainsNothing = (root: Cursor): boolean =>
  root.at("do_train").raw() === false ||
  (root.at("do_predict").raw() === true && !root.has("do_train")) ||
  (Number(root.at("num_train_epochs").text() ?? 1) === 0 && !(Number(root.at("max_steps").text()) > 0));

/** What adapters say matters only where adapters are trained. */
export function withAdapters(facts: MutableFacts, adapters: boolean, at: Known<unknown> | Cursor | undefined): MutableFacts {
  if (!adapters) {
    for (const key of ["training.lora.rank", "training.lora.alpha", "training.lora.dropout", "training.lora.target_modules"] as const)
      delete facts[key];
    return facts;
  }
  return { ...facts, "training.method": because(adapterMethod(facts["training.quantization"]?.value), at) };
}

/** Ids of data sets in a list of names or of mappings that name one. */
export function datasetNames(list: Cursor, keys: readonly string[]): Known<readonly string[]> | undefined {
  const names = list
    .items("lone")
    .flatMap((item) => item.text() ?? keys.map((key) => item.at(key).text()).find((name) => name !== undefined) ?? []);
  const plain = names.filter((name) => !isTemplate(name));
  return plain.length > 0 && plain.length === names.length ? declared(plain, list.place) : undefined;
}

/** Prompt and answer together are one sequence: the first pair of keys that both hold a number. */
export function promptAndAnswer(root: Cursor, pairs: readonly (readonly [string, string])[]): KnownFacts {
  for (const pair of pairs) {
    const [prompt, answer] = pair.map((key) => root.at(...key.split(".")));
    const total = Number(prompt?.text() ?? Number.NaN) + Number(answer?.text() ?? Number.NaN);
    if (prompt && Number.isInteger(total) && total > 0) return { "training.sequence_length": declared(total, prompt.place) };
  }
  return {};
}
