/**
 * Optimizer states: bytes per trainable parameter beside the fp32 master copy.
 * `scales`: states have the parameter's own dtype (`zeros_like`), so they halve when it is held in half precision without a master copy.
 */
export interface OptimizerState {
  readonly bytes: number;
  readonly scales: boolean;
  /** Lives in unified memory and leaves the device when space is short. */
  readonly paged?: true;
  /** Writes its update into a temporary of the parameter's size. */
  readonly temporary?: true;
}

/** 8-bit: one byte each, an fp32 absmax per 256 (bitsandbytes); torchao 4-bit: per 128. Adafactor: row and column sums (arXiv 1804.04235). */
const BLOCK8 = 1 + 4 / 256;
const TABLE: readonly (readonly [pattern: RegExp, state: OptimizerState])[] = [
  [/paged.*(8bit|8_bit)/, { bytes: 2 * BLOCK8, scales: false, paged: true }],
  [/paged/, { bytes: 8, scales: true, paged: true }],
  [/galore|apollo|q_galore/, { bytes: 1, scales: false, temporary: true }],
  [/lion.*8bit|8bit.*lion/, { bytes: BLOCK8, scales: false }],
  [/adam.*(8bit|8_bit|fp8)|8bit.*adam/, { bytes: 2 * BLOCK8, scales: false }],
  [/adam.*4bit|4bit.*adam/, { bytes: 1 + 8 / 128, scales: false }],
  [/adafactor|came/, { bytes: 0.02, scales: false }],
  [/adam_mini/, { bytes: 4, scales: true }],
  [/muon/, { bytes: 4, scales: true }],
  [/adagrad|rmsprop/, { bytes: 4, scales: true }],
  [/sgd.*momentum|lion|momentum/, { bytes: 4, scales: true }],
  [/^sgd|lomo/, { bytes: 0, scales: false }],
  [/adamw?_torch$|adamw_hf/, { bytes: 8, scales: true }],
];
const ADAM: OptimizerState = { bytes: 8, scales: true };

/** Unknown names count as Adam: the commonest, and among the largest. */
export const optimizerState = (name: string): OptimizerState =>
  TABLE.find(([pattern]) => pattern.test(name.toLowerCase().replaceAll("-", "_")))?.[1] ?? ADAM;
