import { type Get, type KnownFacts, valuesOf } from "../model/facts.js";
import { exactly, type Range } from "../model/units.js";
import { padded, USUAL_LIMIT, usualLength } from "./lengths.js";

/** How much there is to train. Processed tokens include padding; `useful` are those of the data. */
export interface Work {
  readonly processed: Range;
  readonly useful: number;
  readonly examples: number | null;
  readonly steps: number | null;
  /** Tokens of one row of a batch where rows are examples, padding included; null where rows are filled up to the limit. */
  readonly row: number | null;
}

export type WorkReading =
  | { readonly ok: true; readonly work: Work }
  | { readonly ok: false; readonly add: string; readonly reason: string };

/** What passes in one optimizer step of the whole job. */
export interface Batch {
  readonly rows: number;
  /** Tokens of a full row. */
  readonly limit: number;
  /** Sequences of one example (2 of a pair of answers). */
  readonly sequences: number;
  /** Rows that are not packed are padded to the limit rather than to the longest of them. */
  readonly pads_to_limit: boolean;
}

/** Declared tokens, else steps × batch, else epochs × data. `batch`: null where a service chooses it. */
export function workOf(facts: KnownFacts, batch: Batch | null, sampled: Sampled | null = null): WorkReading {
  const get = valuesOf(facts);
  if (sampled && get("training.tokens") === undefined) return fromSampling(get, sampled);
  const tokens = get("training.tokens");
  if (tokens !== undefined) return filled(get, tokens, batch);
  const steps = get("training.max_steps");
  if (steps !== undefined && batch) return fromSteps(get, facts, steps, batch);
  const [epochs, inEpoch, examples] = [get("training.epochs"), get("data.tokens"), get("data.examples")];
  if (epochs === undefined) return { ok: false, add: "training.epochs", reason: "neither tokens, steps nor epochs are known" };
  if (inEpoch !== undefined) return filled(get, epochs * inEpoch, batch);
  if (examples === undefined) return { ok: false, add: "data.examples", reason: "the size of the data is unknown" };
  return fromRows(get, facts, epochs * examples, batch);
}

/** Rows are full where they are packed, or where nothing says that they are not. */
function fromSteps(get: Get, facts: KnownFacts, steps: number, batch: Batch): WorkReading {
  if (get("training.packing") === false) return fromRows(get, facts, steps * batch.rows, batch);
  return filled(get, steps * batch.rows * batch.limit, batch);
}

/** What a policy trains on is what it sampled. */
export interface Sampled {
  readonly completions_per_prompt: number;
  /** Completions of one round, and tokens of a prompt with its completion. */
  readonly completions: number;
  readonly tokens: Range;
}

/** Rounds × completions, else epochs × prompts × completions of each. */
function fromSampling(get: Get, { completions_per_prompt, completions, tokens }: Sampled): WorkReading {
  const [rounds, epochs, prompts] = [get("training.max_steps"), get("training.epochs"), get("data.examples") ?? null];
  if (rounds === undefined && epochs === undefined)
    return { ok: false, add: "training.max_steps", reason: "neither steps nor epochs are known" };
  if (rounds === undefined && prompts === null) return { ok: false, add: "data.examples", reason: "the number of prompts is unknown" };
  const sequences = rounds === undefined ? (epochs ?? 0) * (prompts ?? 0) * completions_per_prompt : rounds * completions;
  const processed = { low: sequences * tokens.low, expected: sequences * tokens.expected, high: sequences * tokens.high };
  return {
    ok: true,
    work: { processed, useful: processed.expected, examples: prompts, steps: Math.ceil(sequences / completions), row: null },
  };
}

/** `rows`: examples that pass in the whole run. */
function fromRows(get: Get, facts: KnownFacts, rows: number, batch: Batch | null): WorkReading {
  const limit = get("training.sequence_length") ?? USUAL_LIMIT;
  const one = lengthOf(facts["data.tokens_per_example"], limit, batch?.sequences ?? 1);
  const packed = get("training.packing") === true;
  const together = packed ? 1 : (get("training.micro_batch_size") ?? 1);
  const row = (mean: number) => (batch?.pads_to_limit && !packed ? limit : padded(mean, together, limit));
  const perStep = batch && batch.rows * (packed ? limit / one.expected : 1);
  return {
    ok: true,
    work: {
      processed: { low: rows * row(one.low), expected: rows * row(one.expected), high: rows * row(one.high) },
      useful: rows * one.expected,
      examples: get("data.examples") ?? null,
      steps: perStep && Math.ceil(rows / perStep),
      row: packed ? null : row(one.expected),
    },
  };
}

/** An example of a pair is both its sequences. */
function lengthOf(known: KnownFacts["data.tokens_per_example"], limit: number, sequences: number): Range {
  if (!known || known.kind === "assumed") return usualLength(limit);
  return exactly(Math.min(known.value / sequences, limit));
}

function filled(get: Get, tokens: number, batch: Batch | null): WorkReading {
  const steps = batch && Math.ceil(tokens / (batch.rows * batch.limit));
  return { ok: true, work: { processed: exactly(tokens), useful: tokens, examples: get("data.examples") ?? null, steps, row: null } };
}
