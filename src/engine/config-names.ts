import { catalog } from "../catalog/catalog.js";
import type { ConfigReading } from "../config/config.js";
import { isKind } from "../config/match.js";
import type { Allowed, Budget, Match } from "../config/types.js";
import { collector } from "../model/diagnostic.js";
import type { Place } from "../model/place.js";

/** Gives a name with what it means beside it, and tells one that means nothing: a denied card that is misspelt would be let pass in silence. */
type Speller = (name: string, at: Place) => readonly string[];

/** Accelerators of the config by any spelling that the catalogue knows. */
export function spelled(read: ConfigReading): ConfigReading {
  const { config } = read;
  if (!config) return read;
  const { found, report } = collector();
  const speller: Speller = (name, at) => {
    const known = catalog.accelerator(name);
    if (known.kind === "found") return isKind(known.entry.id, name) ? [name] : [name, known.entry.id];
    if (known.kind === "ambiguous") return [name, ...known.candidates.filter((id) => !isKind(id, name))];
    if (catalog.accelerators.some(({ id }) => isKind(id, name))) return [name];
    const near = known.nearest.length > 0 ? `; nearest: ${known.nearest.join(", ")}` : "";
    report(
      "catalogue/unknown-accelerator",
      `the config names an accelerator that the catalogue does not have${near}`,
      at,
      "traincost accelerators lists them",
    );
    return [name];
  };
  const top = { file: config.file ?? "", line: 1, column: 1 };
  const { accelerator, mfu, rates } = config.assumptions;
  for (const name of [...(accelerator === undefined ? [] : [accelerator]), ...Object.keys(mfu)]) speller(name, top);
  for (const rate of rates) speller(rate.accelerator, rate.at);
  const overrides = config.overrides.map((each) => ({ ...each, match: inMatch(each.match, top, speller) }));
  const budgets = config.budgets.map((each) => inBudget(each, speller));
  return { config: { ...config, overrides, budgets }, diagnostics: [...read.diagnostics, ...found] };
}

const inBudget = (budget: Budget, speller: Speller): Budget => ({
  ...budget,
  match: inMatch(budget.match, budget.place, speller),
  allow: inMatch<Allowed>(budget.allow, budget.place, speller),
  deny: inMatch<Allowed>(budget.deny, budget.place, speller),
});

const inMatch = <M extends Match | Allowed>(match: M, at: Place, speller: Speller): M =>
  match.accelerators ? { ...match, accelerators: match.accelerators.flatMap((name) => speller(name, at)) } : match;
