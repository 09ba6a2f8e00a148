import type { Accelerator, Price } from "../../model/catalog.js";
import type { MutableFacts } from "../../model/facts.js";
import { assumed, catalogued, type Known } from "../../model/known.js";
import { at } from "../../model/place.js";
import { type Usd, usd } from "../../model/units.js";
import { valueIn } from "./fill.js";
import type { Sources } from "./sources.js";

/** Dollars per accelerator and hour: the manifest's own, the config's rates, the catalogue. */
export function priceOf(facts: MutableFacts, accelerator: Accelerator | null, sources: Sources): Price | null {
  const own = facts["resources.price_per_accelerator_hour"];
  const cloud = valueIn(facts, "resources.cloud");
  const region = valueIn(facts, "resources.region");
  const spot = valueIn(facts, "resources.spot");
  const bare = { instance_type: null, region: region ?? null, spot: spot ?? false, accelerators: 1, as_of: "" };
  if (own) return { ...bare, usd_per_accelerator_hour: own.value, cloud: cloud ?? "", source: own.at ? at(own.at) : "manifest" };
  if (!accelerator) return null;
  const rate = rateOf(accelerator, { cloud, region, spot }, sources);
  if (rate)
    return {
      ...bare,
      usd_per_accelerator_hour: rate.usd_per_accelerator_hour,
      cloud: rate.cloud ?? "",
      source: `prices.rates at ${at(rate.at)}`,
      at: rate.at,
    };
  return sources.catalog.price({
    accelerator: accelerator.id,
    cloud,
    region,
    spot,
    instance_type: valueIn(facts, "resources.instance_type"),
  });
}

/** Where the price is from; of another cloud, or on demand where spot is asked for, it stands in for one that nobody knows. */
export function originOfPrice(price: Price, facts: MutableFacts): Known<Usd> {
  const value = usd(price.usd_per_accelerator_hour);
  const from = `${price.source}, ${price.as_of}`;
  if (price.at) return { kind: "override", value, at: price.at, note: "prices.rates of the config" };
  if (valueIn(facts, "resources.spot") && !price.spot) return assumed(value, `no spot price is known; on demand: ${from}`);
  if (price.instance_type !== null) return catalogued(value, from);
  const cloud = valueIn(facts, "resources.cloud");
  if (cloud === undefined) return catalogued(value, `no cloud is named; the median of all: ${from}`);
  return cloud.toLowerCase() === price.cloud
    ? catalogued(value, `the cheapest of this cloud: ${from}`)
    : assumed(value, `no price on ${cloud.slice(0, 40)} is known; the median of other clouds: ${from}`);
}

interface Where {
  readonly cloud: string | undefined;
  readonly region: string | undefined;
  readonly spot: boolean | undefined;
}

/** The config's rate that names most: cloud and spot must agree where both sides say them. */
function rateOf(accelerator: Accelerator, { cloud, region, spot }: Where, { assumptions, catalog }: Sources) {
  const fitting = assumptions.rates.filter(
    (rate) =>
      sameAccelerator(rate.accelerator, accelerator, catalog) &&
      (rate.cloud === undefined || rate.cloud.toLowerCase() === cloud?.toLowerCase()) &&
      (rate.region === undefined || rate.region === region) &&
      (rate.spot === undefined || rate.spot === (spot ?? false)),
  );
  const weight = (rate: (typeof fitting)[number]) => (rate.cloud ? 2 : 0) + (rate.spot === undefined ? 0 : 1);
  return [...fitting].sort((a, b) => weight(b) - weight(a))[0];
}

/** `V100` in a rate means every V100. */
function sameAccelerator(name: string, accelerator: Accelerator, catalog: Sources["catalog"]) {
  const found = catalog.accelerator(name);
  if (found.kind === "unknown") return false;
  return found.entry.id === accelerator.id || (found.kind === "ambiguous" && found.candidates.includes(accelerator.id));
}

/** The config's share of peak for this accelerator; null where it has none. */
export function mfuOf(accelerator: Accelerator | null, { assumptions, catalog }: Sources): number | null {
  if (!accelerator) return null;
  const named = Object.entries(assumptions.mfu).find(([name]) => sameAccelerator(name, accelerator, catalog));
  return named?.[1] ?? null;
}
