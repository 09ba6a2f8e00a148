import type { Instance, Price, PriceQuery } from "../model/catalog.js";

/** The named instance's price, else the named cloud's, else the median of all clouds: never a guess from another accelerator. */
export function priceOf(instances: readonly Instance[], query: PriceQuery): Price | null {
  const named = query.instance_type?.toLowerCase();
  const cloud = query.cloud?.toLowerCase();
  const priced = instances.filter((each) => each.accelerators > 0 && dollars(each, query) !== null);
  const own =
    named === undefined ? [] : priced.filter((each) => each.instance_type.toLowerCase() === named && (!cloud || each.cloud === cloud));
  if (own.length > 0) return toPrice(nearestRegion(own, query), query, true);
  const same = priced.filter(({ accelerator }) => accelerator === query.accelerator);
  const inCloud = cloud === undefined ? [] : same.filter((each) => each.cloud === cloud);
  if (inCloud.length > 0) return toPrice(cheapest(inCloud, query), query, false);
  const middle = [...same].sort((a, b) => perAccelerator(a, query) - perAccelerator(b, query))[Math.floor((same.length - 1) / 2)];
  return middle ? toPrice(middle, query, false) : null;
}

const dollars = (each: Instance, { spot }: PriceQuery) => (spot ? (each.spot_usd_per_hour ?? each.usd_per_hour) : each.usd_per_hour);
const perAccelerator = (each: Instance, query: PriceQuery) => (dollars(each, query) ?? Number.POSITIVE_INFINITY) / each.accelerators;

function nearestRegion(rows: readonly Instance[], { region }: PriceQuery): Instance {
  return rows.find((each) => each.region === region) ?? (rows[0] as Instance);
}

/** The largest machine of a cloud is what training rents; within it the region asked for, else the cheapest. */
function cheapest(rows: readonly Instance[], query: PriceQuery): Instance {
  const inRegion = rows.filter((each) => each.region === query.region);
  return [...(inRegion.length > 0 ? inRegion : rows)].sort((a, b) => perAccelerator(a, query) - perAccelerator(b, query))[0] as Instance;
}

const toPrice = (each: Instance, query: PriceQuery, whole: boolean): Price => ({
  usd_per_accelerator_hour: perAccelerator(each, query),
  cloud: each.cloud,
  instance_type: whole ? each.instance_type : null,
  region: each.region,
  spot: query.spot === true && each.spot_usd_per_hour !== null,
  accelerators: each.accelerators,
  as_of: each.as_of,
  source: `${each.cloud} ${each.instance_type}, ${each.source}`,
});
