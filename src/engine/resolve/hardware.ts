import type { Accelerator, Lookup } from "../../model/catalog.js";
import type { MutableFacts } from "../../model/facts.js";
import { assumed, catalogued, withValue } from "../../model/known.js";
import { fill, valueIn } from "./fill.js";
import type { Sources } from "./sources.js";

/** Accelerator, count and cloud: as declared, as the instance type has them, as the config assumes. */
export function resolveHardware(facts: MutableFacts, sources: Sources): Accelerator | null {
  fromInstance(facts, sources);
  fromAssumptions(facts, sources);
  fill(facts, "resources.nodes", assumed(1, "no number of nodes is declared"));
  if (facts["resources.accelerator"]) fill(facts, "resources.accelerators_per_node", assumed(1, "no number of accelerators is declared"));
  return lookUp(facts, sources);
}

function fromInstance(facts: MutableFacts, { catalog, report }: Sources) {
  const type = facts["resources.instance_type"];
  if (!type) return;
  const found = catalog.instance(type.value, valueIn(facts, "resources.cloud"));
  if (found.kind === "unknown") {
    report(
      "catalogue/unknown-instance",
      `the catalogue has no instance type of this name${nearest(found.nearest)}`,
      type.at,
      helpWith("resources.instance_type", found.nearest, "p5.48xlarge"),
    );
    return;
  }
  const { entry } = found;
  const note = `${entry.instance_type}, ${entry.source}, ${entry.as_of}`;
  const said = facts["resources.accelerator"];
  if (said && !isOf(said.value, entry.accelerator, catalog))
    report(
      "input/contradiction",
      `${entry.instance_type} has ${entry.accelerator}, and another accelerator is named: that one is counted, at the instance's price`,
      said.at ?? type.at,
      `# traincost: resources.accelerator=${entry.accelerator}`,
    );
  fill(facts, "resources.accelerator", catalogued(entry.accelerator, note));
  if (entry.accelerators > 0) fill(facts, "resources.accelerators_per_node", catalogued(entry.accelerators, note));
  fill(facts, "resources.cloud", catalogued(entry.cloud, note));
}

function fromAssumptions(facts: MutableFacts, { assumptions }: Sources) {
  const because = "assumptions in the config";
  if (assumptions.accelerator !== undefined) fill(facts, "resources.accelerator", assumed(assumptions.accelerator, because));
  if (assumptions.accelerators !== undefined) fill(facts, "resources.accelerators_per_node", assumed(assumptions.accelerators, because));
}

function lookUp(facts: MutableFacts, { catalog, report }: Sources): Accelerator | null {
  const said = facts["resources.accelerator"];
  if (!said) return null;
  const found: Lookup<Accelerator> = catalog.accelerator(said.value);
  if (found.kind === "unknown") {
    report(
      "catalogue/unknown-accelerator",
      `the catalogue has no accelerator of this name${nearest(found.nearest)}`,
      said.at,
      helpWith("resources.accelerator", found.nearest, "H100"),
    );
    return null;
  }
  if (found.kind === "ambiguous" && said.kind === "declared")
    report(
      "catalogue/ambiguous-accelerator",
      `the accelerator may be ${found.candidates.join(" or ")}; ${found.entry.id} is used`,
      said.at,
      `# traincost: resources.accelerator=${found.entry.id}`,
    );
  facts["resources.accelerator"] = withValue(said, found.entry.id);
  return found.entry;
}

/** What to write instead: the nearest name that is known, as an example where none is near. */
const helpWith = (fact: string, names: readonly string[], example: string) => `# traincost: ${fact}=${names[0] ?? example}`;

/** `A100` may be the card of an instance that has one of them. */
function isOf(name: string, id: string, catalog: Sources["catalog"]): boolean {
  const found = catalog.accelerator(name);
  return found.kind === "unknown" || found.entry.id === id || (found.kind === "ambiguous" && found.candidates.includes(id));
}

export const nearest = (names: readonly string[]) => (names.length > 0 ? `; nearest: ${names.slice(0, 3).join(", ")}` : "");
