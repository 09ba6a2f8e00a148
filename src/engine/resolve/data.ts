import { usualLength } from "../../estimate/lengths.js";
import type { Dataset } from "../../model/catalog.js";
import type { MutableFacts } from "../../model/facts.js";
import { assumed, catalogued } from "../../model/known.js";
import { fill, valueIn } from "./fill.js";
import type { Sources } from "./sources.js";

/** Size of the data by the catalogue; where examples are counted and nobody says how long they are, as in usual data. */
export function resolveData(facts: MutableFacts, sources: Sources): void {
  fromCatalogue(facts, sources);
  const { expected } = usualLength(valueIn(facts, "training.sequence_length"));
  if (countsExamples(facts))
    fill(facts, "data.tokens_per_example", assumed(Math.round(expected), "not declared; as in usual instruction data"));
}

function countsExamples(facts: MutableFacts) {
  // What is sampled is as long as the policy makes it.
  if (facts["training.tokens"] || facts["training.max_completion_length"]) return false;
  if (facts["training.max_steps"]) return valueIn(facts, "training.packing") === false;
  return facts["data.examples"] !== undefined && !facts["data.tokens"];
}

/** When every data set named is known: half a sum would be a wrong sum. */
function fromCatalogue(facts: MutableFacts, { catalog }: Sources): void {
  const names = facts["data.dataset"]?.value;
  if (!names || facts["data.tokens"] || facts["training.tokens"]) return;
  const found = names.map((name) => catalog.dataset(name)).flatMap((each) => (each.kind === "unknown" ? [] : [each.entry]));
  if (found.length === 0 || found.length < names.length) return;
  const note = found.map(({ id, source }) => `${id}, ${source}`).join("; ");
  const examples = total(found.map((each) => each.examples));
  if (examples !== null) fill(facts, "data.examples", catalogued(examples, note));
  const mean = meanLength(found);
  if (mean !== null) fill(facts, "data.tokens_per_example", catalogued(mean, note));
}

const total = (counts: readonly (number | null)[]) =>
  counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0);

function meanLength(found: readonly Dataset[]): number | null {
  const tokens = total(
    found.map((each) => (each.examples === null || each.tokens_per_example === null ? null : each.examples * each.tokens_per_example)),
  );
  const examples = total(found.map((each) => each.examples));
  return tokens === null || !examples ? null : tokens / examples;
}
