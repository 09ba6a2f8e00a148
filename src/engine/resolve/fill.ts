import type { FactName, Facts, MutableFacts } from "../../model/facts.js";
import type { Known } from "../../model/known.js";

/** Sets a fact that nobody has set yet. */
export function fill<F extends FactName>(facts: MutableFacts, name: F, known: Known<Facts[F]> | undefined): void {
  if (known && !facts[name]) Object.assign(facts, { [name]: known });
}

export const valueIn = <F extends FactName>(facts: MutableFacts, name: F): Facts[F] | undefined =>
  facts[name]?.value as Facts[F] | undefined;
