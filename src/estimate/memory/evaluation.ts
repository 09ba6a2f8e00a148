import type { ResolvedJob } from "../../model/estimate.js";
import { type Bytes, bytes, type Range } from "../../model/units.js";
import { longestRow, usualShort } from "../lengths.js";
import type { Setup } from "../setup.js";
import { RESERVED } from "./allocator.js";
import { steady } from "./moments.js";
import { besideAllocated } from "./peak.js";
import { resident } from "./sharding.js";
import { transient } from "./transient.js";

/**
 * Bytes per token and vocabulary entry where nothing is differentiated: logits in half precision, the fp32 copy that mixed precision hands out, and the log-softmax of
 * cross entropy (transformers loss_utils.py, accelerate convert_outputs_to_fp32). A fused loss is one of training: Liger Kernel makes logits in `eval()` mode.
 */
const HALF_HEAD = 10;
const FP32_HEAD = 8;

/** Rows that are evaluated at once on a device; null where the job does not say that it evaluates. */
export function evaluationRows({ facts }: ResolvedJob, { rollouts }: Setup): number | null {
  const strategy = facts["training.eval_strategy"]?.value;
  if (strategy === undefined || strategy === "no" || rollouts) return null;
  return facts["training.per_device_eval_batch_size"]?.value ?? null;
}

/** What the device shows while it evaluates: low where rows are as short as usual, else at the limit. */
export function evaluationMemory(job: ResolvedJob, setup: Setup): Range<Bytes> | null {
  const rows = evaluationRows(job, setup);
  if (rows === null) return null;
  const limit = setup.sequence_length;
  const short = setup.packed ? limit : longestRow(usualShort(limit), limit);
  const at = (length: number) => bytes(onDevice(setup, evaluated(setup, rows, length)));
  return { low: at(short), expected: at(limit), high: at(limit) };
}

/** Gradients are given back before, activations of a layer are small beside logits. [bytes; tokens of one rank] */
export interface Evaluated {
  readonly stays: number;
  readonly gathered: number;
  readonly tokens: number;
  readonly bytes_of_token: number;
}

export function evaluated(setup: Setup, rows: number, length: number): Evaluated {
  const on = resident(setup);
  const { weights, optimizer } = steady(setup, on);
  const { habits, activation_bytes, shape, tensor, context } = setup;
  const entries = shape.vocab_size / (habits.parallel_loss ? tensor : 1);
  return {
    stays: weights + optimizer,
    gathered: transient(setup, on).gathered_at_loss,
    tokens: (rows * length) / context,
    bytes_of_token: entries * (habits.kbit_fp32 || activation_bytes === 4 ? FP32_HEAD : HALF_HEAD),
  };
}

const onDevice = (setup: Setup, { stays, gathered, tokens, bytes_of_token }: Evaluated): number =>
  (stays + gathered + tokens * bytes_of_token) * RESERVED + besideAllocated(setup);
