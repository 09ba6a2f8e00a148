import { catalog } from "../../src/catalog/catalog.js";
import { resolve } from "../../src/engine/resolve/resolve.js";
import { estimate } from "../../src/estimate/estimate.js";
import { noAssumptions } from "../../src/model/assumptions.js";
import { FACTS, type FactName, type KnownFacts } from "../../src/model/facts.js";
import { declared } from "../../src/model/known.js";

export type Raw = Readonly<Partial<Record<FactName, unknown>>>;

/** The estimate of a job of which only these facts are declared. */
export function estimated(raw: Raw) {
  const facts: KnownFacts = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      const reading = FACTS[name as FactName].read(value);
      if (!reading.ok) throw new Error(`${name}: ${reading.wrong}`);
      return [name, declared(reading.value, { file: "test", line: 1, column: 1 })];
    }),
  );
  return estimate(resolve(facts, { catalog, assumptions: noAssumptions, report: () => undefined }));
}
