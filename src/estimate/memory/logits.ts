import type { LossPath } from "../../frameworks/profile.js";
import type { Setup } from "../setup.js";

/**
 * Bytes per token and vocabulary entry that live when the loss is computed, by loss path.
 * full_fp32: logits twice in half precision, three fp32 copies, less one freed in time; the slope of Liger's published cross-entropy benchmark and
 * of torchtune's memory ladder. kept_fp32: the measured slope of Qwen2.5-1.5B. half: gradients and log-softmax stay in half precision.
 * compiled: the model, its loss beside it. compiled_loss: the loss too, which writes nothing but the gradient (2 + 2; Dao-AILab/quack#48, pytorch/torchtitan#1033).
 * vocabulary_parallel: logits, their fp32 copy, which becomes the softmax, and the copy that compiled functions make to write the gradient into (Megatron Core
 * fusions/fused_cross_entropy.py); nine launch scripts of ms-swift, dense and sparse, with and without tensor parallelism.
 */
const AT_LOSS: Readonly<Record<LossPath, number>> = {
  full_fp32: 14,
  kept_fp32: 20,
  metric_fp32: 24,
  half: 8,
  compiled: 10,
  compiled_loss: 4,
  chunked: 4,
  chunked_kept: 6,
  fused: 0,
  vocabulary_parallel: 10,
};

/** A head in fp32 makes logits that no copy upcasts: they, the log-softmax and its gradient. */
const FP32_HEAD = 12;

/** Chunks whose head is frozen leave no gradient of it (torchtune's memory ladder). */
const CHUNKED_ADAPTERS = 2.25;

/** Where a compiled model's weights are in half precision its logits, their log-softmax and the gradient are too: what rasbt's GPT-2 needs at 8 and 32 rows. */
const COMPILED_HALF = 6;

/** A fused loss computes 1,024 rows of logits at a time in fp32 and half precision (Liger Kernel, arXiv 2410.10989). */
export const FUSED_ROWS = 1024;

export interface Logits {
  readonly at_loss: number;
  /** What is still held during backward: the copy that `outputs.logits` returns, where a framework keeps it, or chunks. */
  readonly kept: number;
}

/** [bytes] on the stage that holds the head: the last of a pipeline. */
export function logits(setup: Setup, positions: number): Logits {
  const tokens = positions * (setup.shape.head_share ?? 1);
  const { shape, loss, habits } = setup;
  const entries = (tokens * shape.vocab_size) / (loss === "vocabulary_parallel" || habits.parallel_loss ? setup.tensor : 1);
  if (loss === "fused") return { at_loss: fusedLoss(setup, tokens), kept: 0 };
  const perEntry = atLoss(setup);
  const keeps =
    loss === "kept_fp32" || loss === "metric_fp32" || loss === "chunked_kept" ? Math.min(perEntry, habits.kbit_fp32 ? 4 : 2) : 0;
  return { at_loss: entries * perEntry, kept: entries * keeps };
}

function atLoss({ habits, loss, trains, weight_bytes }: Setup) {
  if (habits.kbit_fp32 && loss === "full_fp32") return FP32_HEAD;
  if (loss === "chunked" && trains === "adapters") return CHUNKED_ADAPTERS;
  return loss === "compiled" && weight_bytes === 2 ? COMPILED_HALF : AT_LOSS[loss];
}

function fusedLoss({ shape, trains }: Setup, tokens: number) {
  const headGradient = trains === "full" ? 4 * shape.vocab_size * shape.hidden_size : 0;
  return 6 * tokens * shape.hidden_size + 6 * Math.min(FUSED_ROWS, tokens) * shape.vocab_size + headGradient;
}
