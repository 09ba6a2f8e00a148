import type { Range } from "../../model/units.js";
import type { Rollouts } from "../rollouts.js";
import type { Setup } from "../setup.js";
import type { Sampled } from "../work.js";
import type { Device } from "./devices.js";

/** Seconds of sampling one round on one copy of the engine, and what they are made of at the expected lengths. */
export interface Generation {
  /** Completions of a round over all devices. */
  readonly completions: number;
  /** Of them on one copy of the engine. */
  readonly on_engine: number;
  readonly engine_devices: number;
  readonly steps: Range;
  /** Of one decoding step: reading the weights, and the host between two steps. [s] */
  readonly weights: number;
  readonly host: number;
  /** Of one sampled token: reading its keys and values, its FLOPs, drawing and scheduling it. [s] */
  readonly cache: Range;
  readonly compute: number;
  readonly drawing: number;
  /** Of all prompts. [s] */
  readonly prefill: number;
  readonly seconds: Range;
}

/** Shares of bandwidth and peak that decoding and prefill reach. */
const BANDWIDTH_REACHED = 0.6;
/** vLLM: host time of a step, and of each sequence in it. Fitted with the roofline on three published rounds (NeMo-RL 0.4 performance summary: Llama-3.1-8B, Qwen3-32B and 30B-A3B on H100). [s] */
const ENGINE_STEP = 5e-3;
const ENGINE_SEQUENCE = 0.12e-3;
/** vLLM's `max_num_seqs`. */
const ENGINE_SEQUENCES = 256;
/** model.generate launches each layer anew for every token. [s] */
const EAGER_LAYER = 0.8e-3;

/** Roofline of one round of sampling (10.1145/1498765.1498785): weights once a decoding step, keys and values once a token. Null where nothing is sampled. [s] */
export function generationOf(setup: Setup, device: Device): Generation | null {
  const { rollouts } = setup;
  if (!rollouts) return null;
  const eager = rollouts.generator === "transformers";
  const devices = eager ? 1 : Math.min(rollouts.engine_devices, samplers(setup, rollouts));
  const engines = Math.max(1, Math.floor(samplers(setup, rollouts) / devices));
  const completions = completionsOfRound(setup, rollouts);
  const onEngine = Math.max(1, completions / engines);
  const bandwidth = devices * device.bandwidth * BANDWIDTH_REACHED;
  const rate = devices * device.peak * device.habits.matmul;
  const flops = 2 * setup.counts.multiplied;
  const weights = weightBytes(setup, onEngine) / bandwidth;
  const host = eager ? EAGER_LAYER * device.habits.launch * setup.shape.num_hidden_layers : ENGINE_STEP;
  const drawing = eager ? 0 : ENGINE_SEQUENCE;
  const cache = over3((at) => ((rollouts.prompt + rollouts.mean_completion[at] / 2) * cacheBytes(setup)) / bandwidth);
  const prefill = (onEngine / rollouts.completions_per_prompt) * rollouts.prompt * (flops / rate);
  const atOnce = eager ? onEngine : Math.min(onEngine, concurrent(setup, rollouts, devices));
  const steps = over3((at) => Math.max(rollouts.longest_completion[at], (onEngine * rollouts.mean_completion[at]) / atOnce));
  const seconds = over3(
    (at) => steps[at] * (weights + host) + onEngine * rollouts.mean_completion[at] * (cache[at] + flops / rate + drawing) + prefill,
  );
  return {
    completions,
    on_engine: onEngine,
    engine_devices: devices,
    steps,
    weights,
    host,
    cache,
    compute: flops / rate,
    drawing,
    prefill,
    seconds,
  };
}

const over3 = (of: (at: "low" | "expected" | "high") => number): Range => ({ low: of("low"), expected: of("expected"), high: of("high") });

const samplers = (setup: Setup, { devices }: Rollouts) => devices ?? setup.accelerators;

/** TRL counts completions in its batch and samples for a whole optimizer step at once; the others count prompts. */
const completionsOfRound = (setup: Setup, { prompts, completions_per_prompt }: Rollouts): number =>
  prompts === null ? setup.micro_batch_size * setup.data * setup.accumulation : prompts * completions_per_prompt;

/** What one round gives to train on; null where nothing is sampled. */
export function sampledOf(setup: Setup): Sampled | null {
  const { rollouts } = setup;
  if (!rollouts) return null;
  const { completions_per_prompt, prompt, mean_completion: mean } = rollouts;
  const tokens = over3((at) => prompt + mean[at]);
  return { completions_per_prompt, completions: completionsOfRound(setup, rollouts), tokens };
}

/** Keys and values of one token in all layers, half precision; latent attention keeps 512 + 64 (arXiv 2405.04434 section 2.1). [bytes] */
const cacheBytes = ({ shape }: Setup): number => 2 * shape.num_hidden_layers * (shape.latent ? 576 : 2 * shape.key_value);

/** Read in every decoding step: half precision, and of the experts those that some sequence asks for. [bytes] */
function weightBytes({ counts, quantized_bytes, shape }: Setup, sequences: number) {
  const asked = shape.num_experts > 0 ? 1 - (1 - shape.num_experts_per_tok / shape.num_experts) ** sequences : 1;
  return (quantized_bytes ?? 2) * (counts.linear + counts.expert * asked) + 2 * counts.outside;
}

/** Sequences whose keys and values find room beside the weights. */
function concurrent(setup: Setup, rollouts: Rollouts, devices: number) {
  const room = devices * rollouts.engine_memory - 2 * setup.counts.total;
  const each = (rollouts.prompt + rollouts.completion) * cacheBytes(setup);
  return Math.min(ENGINE_SEQUENCES, Math.max(8, room / each));
}
