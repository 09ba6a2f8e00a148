import type { Habits } from "../../frameworks/profile.js";
import type { Setup } from "../setup.js";
import type { Device } from "./devices.js";
import { loopsExperts } from "./launch.js";

/** Tensor cores read 16 bytes at once: a batched product over heads of another width runs on the ordinary cores (arXiv 2401.14489; bigscience's sweep over heads: 14 of 19.5 TFLOP/s). */
const ALIGNED_HEADS = 8;
const ORDINARY_REACHED = 0.75;

/**
 * FlashAttention-2 keeps to Ampere's instructions on whatever is newer (arXiv 2307.08691 section 4.1 on an H100; 333 and 346 TFLOP/s on a B200 at 8,192 and 16,384
 * tokens in Dao-AILab/flash-attention issue 1589). Megatron's flash and XLA's are the vendor's. [FLOP/s]
 */
const FLASH_2_REACHED = 335e12;
const FLASH_2_KERNELS: readonly Habits["kernels"][] = ["eager", "fused", "unsloth"];

export function attentionRate({ shape, eager_attention, flash_attention, habits }: Setup, device: Device) {
  const headWidth = shape.query / shape.num_attention_heads;
  if (eager_attention && headWidth % ALIGNED_HEADS !== 0) return device.ordinary_peak * ORDINARY_REACHED;
  const reached = device.attention_peak * device.habits.attention;
  return flash_attention && FLASH_2_KERNELS.includes(habits.kernels) ? Math.min(reached, FLASH_2_REACHED) : reached;
}

/** Cut into consecutive blocks, a causal sequence leaves the last rank of c with 2 − 1/c times the mean (torchtitan's long contexts). */
export const contextImbalance = ({ habits, context, shape }: Setup) =>
  habits.balances_context || !shape.family.causal ? 1 : 2 - 1 / context;

/**
 * Share of what dense products of as many rows reach. Grouped: small and uneven (Megatron-Bridge's rates of Qwen3 30B and 235B and DeepSeek-V3 against its dense ones).
 * One after the other: each between a gather and a scatter (Mixtral 8x7B by fms-acceleration's unfused runs and by XTuner, an eighth too slow and too fast).
 */
const EXPERT_MATMUL = { grouped: 0.5, looped: 0.65 };

/** Tiles of a matrix product are 64 wide: widths on a rank that they do not divide waste part of each (arXiv 2401.14489; bigscience's 26 rows of width 14400 over 8 ranks). */
const TILE = 64;
const UNEVEN_WIDTH = 0.72;
/** Rows of a product at which it reaches half of what long ones do. */
const HALF_FILLED = 200;

/** Narrow matrices and few tokens fill fewer of the multiprocessors. */
export function shapeEfficiency(setup: Setup, device: Device, tokens: number) {
  const { habits, shape, tensor, context } = setup;
  // In a loop an expert multiplies its own tokens only; grouped products see all of them.
  const looped = loopsExperts(setup);
  const rows = (tokens / context) * (looped ? shape.num_experts_per_tok / shape.num_experts : 1);
  const experts = shape.sparse_layers > 0 ? EXPERT_MATMUL[looped ? "looped" : "grouped"] : 1;
  const width = shape.hidden_size / tensor;
  const even = width % TILE === 0 ? 1 : UNEVEN_WIDTH;
  const cast = device.fp8 ? shape.hidden_size / (shape.hidden_size + habits.cast_width) : 1;
  const narrow = Math.min(1, (width / 4096) ** 0.15);
  return experts * even * cast * narrow * (rows / (rows + HALF_FILLED));
}
