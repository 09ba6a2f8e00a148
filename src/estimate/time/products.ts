import type { Habits } from "../../frameworks/profile.js";
import type { Setup } from "../setup.js";
import type { Device } from "./devices.js";
import { loopsExperts } from "./launch.js";

/** Tensor cores read 16 bytes at once. A batched product over heads of another width runs on the ordinary cores (arXiv 2401.14489; bigscience's sweep over heads: 14 of 19.5 TFLOP/s). */
const ALIGNED = 8;
const ORDINARY_REACHED = 0.75;

/**
 * FlashAttention-2 keeps to Ampere's instructions on whatever is newer (arXiv 2307.08691 section 4.1 on an H100; 333 and 346 TFLOP/s on a B200 at 8,192 and 16,384
 * tokens in Dao-AILab/flash-attention issue 1589). Megatron's flash and XLA's are the vendor's. [FLOP/s]
 */
export const FLASH_2_REACHED = 335e12;
const FLASH_2_KERNELS: readonly Habits["kernels"][] = ["eager", "fused", "unsloth"];

/** What the attention kernel reaches. [FLOP/s] */
export function attentionRate({ shape, eager_attention, flash_attention, habits }: Setup, device: Device) {
  const headWidth = shape.query / shape.num_attention_heads;
  if (eager_attention && headWidth % ALIGNED !== 0) return device.ordinary_peak * ORDINARY_REACHED;
  const reached = device.attention_peak * device.habits.attention;
  return flash_attention && FLASH_2_KERNELS.includes(habits.kernels) ? Math.min(reached, FLASH_2_REACHED) : reached;
}

/** Cut into consecutive blocks, a causal sequence leaves the last rank of c with 2 − 1/c times the mean (torchtitan's long contexts). */
export const contextImbalance = ({ habits, context, shape }: Setup) =>
  habits.balances_context || !shape.family.causal ? 1 : 2 - 1 / context;

/**
 * Grouped products over experts: every row is gathered and scattered however wide the expert is, which takes as long as the product with one of 650; and every expert
 * ends in a wave of tiles of its own (3.5 million outputs, half of them idle, all where a loop starts the next expert after it). Neither gets faster where the products are in FP8. Megatron-Bridge's Qwen3 30B
 * and 235B and DeepSeek-V3 over 8 to 32 ranks, Automodel's over 64, Grok-1's 32,768 wide ones, Mixtral in the loop of transformers (fms-acceleration).
 */
const EXPERT_WIDTH = 650;
const EXPERT_OUTPUTS = 1.75e6;

/** Time of the products against that of as many FLOPs without experts. */
export function expertSlowness(setup: Setup, device: Device, tokens: number): number {
  const { counts, context, expert } = setup;
  const { num_experts, num_experts_per_tok, expert_width } = setup.shape;
  if (num_experts === 0) return 1;
  const share = (counts.expert * num_experts_per_tok) / num_experts / counts.multiplied;
  const rows = ((tokens / context) * expert * num_experts_per_tok) / num_experts;
  const unfilled = EXPERT_OUTPUTS * (loopsExperts(setup) ? 2 : 1);
  const beside = EXPERT_WIDTH / expert_width + unfilled / (rows * expert_width);
  return 1 + share * beside * (device.fp8 ? 2 : 1);
}

/** Tiles of a matrix product are 64 wide: widths on a rank that they do not divide waste part of each (arXiv 2401.14489; bigscience's 26 rows of width 14400 over 8 ranks). */
const TILE = 64;
const UNEVEN_WIDTH = 0.72;
/**
 * Outputs, tokens × width on a rank, at which a product reaches half of what a large one does. A tile of 128 × 256 on each of a hundred multiprocessors is 3.5 million
 * outputs of a matrix three to four widths wide, and half of the last wave of tiles idles.
 */
const HALF_FILLED = 8e5;

/** Share that the head reaches where its rows are not a whole number of 16 bytes, of what an aligned one does (50,257 columns against 50,304: modded-nanogpt on 8 H100 against single ones). */
const ODD_VOCABULARY = 0.4;

/** Time of the products against that of as many FLOPs with an aligned head. */
export function headSlowness({ counts, habits, shape }: Setup): number {
  if (shape.vocab_size % ALIGNED === 0 || habits.pads_vocabulary) return 1;
  return 1 + (counts.embedding * (shape.head_share ?? 1) * (1 / ODD_VOCABULARY - 1)) / counts.multiplied;
}

/** Narrow matrices and few tokens fill fewer of the multiprocessors. */
export function shapeEfficiency({ habits, shape, exact_shape, tensor, context }: Setup, device: Device, tokens: number) {
  const width = shape.hidden_size / tensor;
  const outputs = (tokens / context) * width;
  const even = !exact_shape || width % TILE === 0 ? 1 : UNEVEN_WIDTH;
  const cast = device.fp8 ? shape.hidden_size / (shape.hidden_size + habits.cast_width) : 1;
  return even * cast * (outputs / (outputs + HALF_FILLED));
}
