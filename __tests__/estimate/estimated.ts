import { catalog } from "../../src/catalog/catalog.js";
import { resolve } from "../../src/engine/resolve/resolve.js";
import { estimate } from "../../src/estimate/estimate.js";
import type { Setup } from "../../src/estimate/setup.js";
import { setupOf } from "../../src/estimate/setup-of-job.js";
import { noAssumptions } from "../../src/model/assumptions.js";
import { FACTS, type FactName, type KnownFacts } from "../../src/model/facts.js";
import { declared } from "../../src/model/known.js";

export type Raw = Readonly<Partial<Record<FactName, unknown>>>;

/** A job of which only these facts are declared, with all that resolving adds. */
export function resolved(raw: Raw) {
  const facts: KnownFacts = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      const reading = FACTS[name as FactName].read(value);
      if (!reading.ok) throw new Error(`${name}: ${reading.wrong}`);
      return [name, declared(reading.value, { file: "test", line: 1, column: 1 })];
    }),
  );
  return resolve(facts, { catalog, assumptions: noAssumptions, report: () => undefined });
}

export const estimated = (raw: Raw) => estimate(resolved(raw));

/** The numbers every formula reads; a test names a model that is known. */
export function setUp(raw: Raw): Setup {
  const setup = setupOf(resolved(raw));
  if (!setup) throw new Error("a known model has a setup");
  return setup;
}
