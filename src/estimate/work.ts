import type { FactName, Facts, KnownFacts } from "../model/facts.js";
import type { Range } from "../model/units.js";

/** How much there is to train. Processed tokens include padding; `useful` are those of the data. */
export interface Work {
  readonly processed: Range;
  readonly useful: number;
  readonly examples: number | null;
  readonly steps: number | null;
  /** How it was found, for the report. */
  readonly because: string;
}

export type WorkReading =
  | { readonly ok: true; readonly work: Work }
  | { readonly ok: false; readonly add: string; readonly reason: string };

/** Share of a padded batch that is data: the rows are as long as their longest example. */
const PADDED_FILL = 0.6;
/** Mean length over maximum where only the maximum is known: instruction data averages 100 to 700 tokens. */
const UNKNOWN_LENGTH = { low: 0.15, expected: 0.4, high: 1 };

const exactly = (n: number): Range => ({ low: n, expected: n, high: n });

/** Declared tokens, else steps × batch, else epochs × data. `perStep`: tokens processed in one optimizer step; null where the batch is unknown. */
export function workOf(facts: KnownFacts, perStep: number | null, sampled: Sampled | null = null): WorkReading {
  const get = <F extends FactName>(name: F) => facts[name]?.value as Facts[F] | undefined;
  if (sampled && get("training.tokens") === undefined) return fromSampling(get, sampled);
  const tokens = get("training.tokens");
  const examples = get("data.examples") ?? null;
  if (tokens !== undefined) return done(exactly(tokens), tokens, examples, perStep, "training.tokens");
  const steps = get("training.max_steps");
  if (steps !== undefined && perStep !== null)
    return done(exactly(steps * perStep), steps * perStep, examples, perStep, "steps × tokens per step");
  const epochs = get("training.epochs");
  if (epochs === undefined) return { ok: false, add: "training.epochs", reason: "neither tokens, steps nor epochs are known" };
  const inEpoch = get("data.tokens");
  if (inEpoch !== undefined) return done(exactly(epochs * inEpoch), epochs * inEpoch, examples, perStep, "epochs × data.tokens");
  if (examples === null) return { ok: false, add: "data.examples", reason: "the size of the data is unknown" };
  return fromExamples(get, epochs * examples, examples, perStep);
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
  const because = `${rounds === undefined ? "epochs × prompts × completions of each" : "steps × completions of a round"}; only the limit of their length is declared`;
  const processed = { low: sequences * tokens.low, expected: sequences * tokens.expected, high: sequences * tokens.high };
  return {
    ok: true,
    work: { processed, useful: processed.expected, examples: prompts, steps: Math.ceil(sequences / completions), because },
  };
}

type Get = <F extends FactName>(name: F) => Facts[F] | undefined;

function fromExamples(get: Get, passes: number, examples: number, perStep: number | null): WorkReading {
  const longest = get("training.sequence_length") ?? 2048;
  const mean = get("data.tokens_per_example");
  const packed = get("training.packing") === true;
  if (mean === undefined) {
    const useful = passes * longest * UNKNOWN_LENGTH.expected;
    const processed = { low: passes * longest * UNKNOWN_LENGTH.low, expected: useful, high: passes * longest * UNKNOWN_LENGTH.high };
    return done(
      processed,
      useful,
      examples,
      perStep,
      "epochs × examples; their length is not declared: between 0.15 and 1 of sequence_length (add data.tokens_per_example)",
    );
  }
  const useful = passes * Math.min(mean, longest);
  const rows = get("training.micro_batch_size") ?? 1;
  const fill = packed || rows === 1 ? 1 : PADDED_FILL;
  return done(
    exactly(Math.min(useful / fill, passes * longest)),
    useful,
    examples,
    perStep,
    `epochs × examples × tokens per example${fill < 1 ? ", padded to the longest of a batch" : ""}`,
  );
}

const done = (processed: Range, useful: number, examples: number | null, perStep: number | null, because: string): WorkReading => ({
  ok: true,
  work: { processed, useful, examples, steps: perStep ? Math.ceil(processed.expected / perStep) : null, because },
});
