import type { ManagedPrice } from "../model/catalog.js";
import type { Estimate, Refusal, ResolvedJob, Term } from "../model/estimate.js";
import { type Range, type Usd, usd } from "../model/units.js";
import { workOf } from "./work.js";

/** The service counts with its own tokenizer, and adds its chat format: a tenth either way. */
const COUNTING = { low: 0.9, high: 1.1 };

/** A job that a service trains: price × tokens × epochs, at least the minimum. Memory, time and accelerators are the service's own and stay unknown. */
export function managedEstimate(job: ResolvedJob, price: ManagedPrice | null): Estimate {
  const reading = workOf(job.facts, null);
  const refused = refusal(job, price, reading.ok ? undefined : reading);
  const tokens = reading.ok ? reading.work.useful : null;
  const cost = price?.price_usd != null && tokens !== null ? costOf(price, tokens) : null;
  return {
    ...NOTHING,
    parameters: job.facts["model.parameters"]?.value ?? null,
    examples: job.facts["data.examples"]?.value ?? null,
    tokens,
    cost,
    refused: refused ? [refused] : [],
    terms: cost && price && tokens !== null ? [term(price, tokens, cost)] : [],
  };
}

const NOTHING: Estimate = {
  parameters: null,
  active_parameters: null,
  trainable_parameters: null,
  data_parallel: null,
  accelerators: null,
  examples: null,
  tokens: null,
  memory: null,
  capacity: null,
  host_memory: null,
  evaluation: null,
  disk: null,
  fits: "unknown",
  flops: null,
  tokens_per_second: null,
  tokens_per_second_per_accelerator: null,
  mfu: null,
  wall: null,
  gpu_hours: null,
  hourly_cost: null,
  cost: null,
  worst_case: null,
  refused: [],
  terms: [],
};

/** `1M tokens`, `1K tokens`. [USD] */
const perToken = ({ price_usd, unit }: ManagedPrice): number => (price_usd ?? 0) / (unit.startsWith("1K") ? 1e3 : 1e6);

function costOf(price: ManagedPrice, tokens: number): Range<Usd> {
  const at = (share: number) => usd(Math.max(price.minimum_usd ?? 0, tokens * share * perToken(price)));
  return { low: at(COUNTING.low), expected: at(1), high: at(COUNTING.high) };
}

function refusal(
  { facts }: ResolvedJob,
  price: ManagedPrice | null,
  work: { readonly add: string; readonly reason: string } | undefined,
): Refusal | null {
  if (price === null)
    return facts["model.id"]
      ? { what: "cost", reason: "the catalogue has no price of this service for this model", add: "model.parameters" }
      : { what: "cost", reason: "no model is named", add: "model.id" };
  if (!work) return null;
  return work.add === "data.examples" ? { what: "cost", reason: work.reason, add: "data.tokens" } : { what: "cost", ...work };
}

/** One line of working: the service's bill is all there is to check. */
const term = (price: ManagedPrice, tokens: number, cost: Range<Usd>): Term => ({
  id: "managed.cost",
  label: "cost of the managed service",
  value: cost.expected,
  unit: "USD",
  formula: "max(the service's minimum, tokens of all epochs × price of a token)",
  numbers: `max(${price.minimum_usd ?? 0}, ${Math.round(tokens)} × ${perToken(price)})`,
  inputs: ["model.id", "training.tokens", "data.tokens", "data.examples", "training.epochs"],
  source: `${price.provider}, ${price.model}, ${price.method}, as of ${price.as_of}: ${price.source}`,
});
