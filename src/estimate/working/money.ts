import { HOUR } from "../../model/units.js";
import { LONGEST_OF } from "../lengths.js";
import { spreadRange, timeSpread } from "../ranges.js";
import { DECLINE, FLEET, fleetOf, GOODPUT, LONGEST_RUN, startRange, tunesWhole } from "../time/startup.js";
import { over, plus, power, times, type Written } from "./arithmetic.js";
import type { Line, Working } from "./line.js";

const END = { low: "low end", expected: "expected", high: "high end" } as const;
const ENDS = ["low", "expected", "high"] as const;
type End = (typeof ENDS)[number];

/** Wall seconds = (tokens ÷ rate + sampling) ÷ goodput × factor of the end + start-up. */
function wall(working: Working, end: End): Written {
  const start = startRange(working.start_up)[end];
  const factor = end === "expected" ? 1 : factorOf(working, end);
  return over(plus(times(training(working, "expected"), factor), start), HOUR);
}

function training({ work, setup, estimate, generation, goodput }: Working, end: End): Written {
  if (!work || !estimate.tokens_per_second) return plus(0);
  const trained = over(times(work.processed[end], setup.preference.sequences), estimate.tokens_per_second);
  return over(plus(trained, generation ? times(work.steps ?? 0, generation.seconds[end]) : plus(0)), goodput);
}

function shareThatTrains({ goodput, setup, estimate, start_up }: Working): Written {
  if (tunesWhole(setup)) return plus(GOODPUT.tuned);
  const training = ((estimate.wall?.expected ?? 0) - start_up) * goodput;
  const fleet = fleetOf(setup.accelerators, (training * setup.accelerators) / HOUR);
  if (fleet <= FLEET.few) return plus(GOODPUT.few);
  return times(GOODPUT.few, power(over(Math.min(fleet, FLEET.many), FLEET.few), DECLINE));
}

/** How far an end lies from what is expected: the amount of work and the spread of published runs together. */
function factorOf(working: Working, end: End): number {
  const at = (each: End) => training(working, each).value;
  const range = { low: at("low"), expected: at("expected"), high: at("high") };
  return spreadRange(range, timeSpread(working.setup, working.device?.prior ?? false))[end] / range.expected;
}

/** What the tokens were found from. */
function tokensOf({ job: { facts }, work, setup: { rollouts }, generation }: Working): Written {
  const found = work?.processed.expected ?? 0;
  if (rollouts && work && !facts["training.tokens"]) {
    const each = plus(rollouts.prompt, rollouts.mean_completion.expected);
    if (facts["training.max_steps"] && generation) return times(facts["training.max_steps"].value, generation.completions, each);
    return times(facts["training.epochs"]?.value ?? 0, facts["data.examples"]?.value ?? 0, rollouts.completions_per_prompt, each);
  }
  const epochs = facts["training.epochs"]?.value;
  const examples = facts["data.examples"]?.value;
  const inEpoch = facts["data.tokens"]?.value;
  const steps = facts["training.max_steps"]?.value;
  if (facts["training.tokens"]) return plus(found);
  if (steps !== undefined) return times(steps, found / steps);
  if (epochs === undefined) return plus(found);
  if (inEpoch !== undefined) return times(epochs, inEpoch);
  return examples === undefined ? plus(found) : times(epochs, examples, found / epochs / examples);
}

export const MONEY: readonly Line[] = [
  {
    id: "work.tokens",
    label: "tokens processed",
    unit: "tokens",
    formula: `training.tokens, else steps × tokens of a step, else epochs × tokens of the data, else examples that pass × tokens of a row: an example's, × (examples of a micro batch)^${LONGEST_OF} where it is padded to the longest; sampled: steps × completions, or epochs × prompts × completions, × their mean length`,
    source: "manifest; docs/how-it-estimates.md",
    inputs: [
      "training.tokens",
      "training.max_steps",
      "training.epochs",
      "data.tokens",
      "data.examples",
      "data.tokens_per_example",
      "training.packing",
      "training.micro_batch_size",
    ],
    value: ({ work }) => work?.processed.expected ?? null,
    numbers: tokensOf,
  },
  {
    id: "work.steps",
    label: "optimizer steps",
    unit: "steps",
    formula: "tokens ÷ tokens of a step, rounded up",
    source: "manifest",
    inputs: ["training.max_steps", "training.global_batch_size"],
    value: ({ work }) => work?.steps ?? null,
    numbers: ({ work }) => plus(work?.steps ?? 0),
  },
  {
    id: "run.flops",
    label: "FLOPs of the run",
    unit: "FLOP",
    formula: "model FLOPs of a token × tokens processed",
    source: "arXiv 2001.08361",
    inputs: [],
    value: ({ estimate }) => estimate.flops,
    numbers: ({ step, work }) => times(step?.model_flops_per_token ?? 0, work?.processed.expected ?? 0),
  },
  {
    id: "run.goodput",
    label: "share of the run that trains",
    unit: "share",
    formula: `${GOODPUT.few} × (accelerators ÷ ${FLEET.few})^−${(-DECLINE).toFixed(3)} between ${FLEET.few} and ${FLEET.many} accelerators: those declared, or as many as end the run in ${LONGEST_RUN / 24} days; ${GOODPUT.tuned} where all weights are fine-tuned on several by single PyTorch operations`,
    source:
      "the rest saves, evaluates, restarts and waits: Llama 3, arXiv 2407.21783 section 3.3.4; published runs, src/estimate/time/startup.ts",
    inputs: ["training.method", "training.framework", "resources.accelerators_per_node", "resources.nodes"],
    value: ({ work, estimate, goodput }) => (work && estimate.tokens_per_second ? goodput : null),
    numbers: shareThatTrains,
  },
  ...ENDS.map(
    (end): Line => ({
      id: `run.wall.${end}`,
      label: `wall time, ${END[end]}`,
      unit: "h",
      formula: `((tokens × sequences of an example ÷ tokens per second + rounds × seconds of sampling) ÷ share that trains${end === "expected" ? "" : " × e^√(ln²(tokens of this end ÷ expected) + ln²(spread of published runs)), downwards for the low end"} + start-up) ÷ 3600`,
      source: "residuals of published runs, docs/accuracy.md; goodput: Llama 3, arXiv 2407.21783 section 3.3.4",
      inputs: [],
      value: ({ estimate }) => (estimate.wall ? estimate.wall[end] / HOUR : null),
      numbers: (working) => (working.estimate.wall ? wall(working, end) : plus(0)),
    }),
  ),
];
