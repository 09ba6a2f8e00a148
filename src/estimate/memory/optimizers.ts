/**
 * Optimizer states: bytes per trainable parameter beside the fp32 master copy.
 * `scales`: states have the parameter's own dtype (`zeros_like`), so they halve when it is held in half precision without a master copy.
 */
export interface OptimizerState {
  readonly bytes: number;
  /** The same for the matrices of the blocks, where an optimizer treats them apart from embedding, head and vectors. */
  readonly matrix_bytes?: number;
  /** Block matrices have states in a space of low rank only. */
  readonly projected?: Projected;
  readonly scales: boolean;
  /** Lives in unified memory and leaves the device when space is short. */
  readonly paged?: true;
  /** Writes its update into a temporary of the parameter's size. */
  readonly temporary?: true;
  /** Trains some blocks at a time: gradients and states exist for these only. */
  readonly blocks?: number;
  /** Keeps an fp32 copy of what it trains, whatever the framework does. */
  readonly own_master?: true;
  /** Consumes each gradient as backward makes it. */
  readonly in_backward?: true;
}

export interface Projected {
  /** Bytes of an entry of the projector that is kept; 0 where it is drawn anew from a seed. */
  readonly projector: number;
  /** Where the method fixes it; a framework's default otherwise. */
  readonly rank?: number;
}

/** 8-bit: one byte each, an fp32 absmax per 256 (bitsandbytes); 4-bit: per 128 (torchao, arXiv 2309.01507). Adafactor: row and column sums (arXiv 1804.04235). */
const BLOCK8 = 1 + 4 / 256;
const BLOCK4 = 0.5 + 4 / 128;
const FACTORED = 0.02;
/** GaLore keeps its projector in fp32, Q-GaLore in 4 bits (arXiv 2407.08296), APOLLO draws a random one (arXiv 2412.05270), APOLLO-Mini of rank 1. */
const GALORE = { projected: { projector: 4 } };
const Q_GALORE = { projected: { projector: 0.5 } };
const APOLLO = { projected: { projector: 0 } };
const APOLLO_MINI = { projected: { projector: 0, rank: 1 } };
const TABLE: readonly (readonly [pattern: RegExp, state: OptimizerState])[] = [
  [/paged.*lion.*8bit|paged.*(8bit|8_bit)/, { bytes: 2 * BLOCK8, scales: false, paged: true }],
  [/paged/, { bytes: 8, scales: true, paged: true }],
  [/q_galore.*layerwise/, { bytes: 2 * BLOCK8, ...Q_GALORE, scales: false, in_backward: true }],
  [/q_galore/, { bytes: 2 * BLOCK8, ...Q_GALORE, scales: false }],
  [/galore.*8bit.*layerwise/, { bytes: 2 * BLOCK8, ...GALORE, scales: false, in_backward: true }],
  [/galore.*8bit/, { bytes: 2 * BLOCK8, ...GALORE, scales: false }],
  [/galore.*adafactor/, { bytes: FACTORED, scales: false, temporary: true }],
  [/galore.*layerwise/, { bytes: 8, ...GALORE, scales: true, in_backward: true }],
  [/galore/, { bytes: 8, ...GALORE, scales: true, temporary: true }],
  [/apollo.*mini/, { bytes: 8, ...APOLLO_MINI, scales: true, temporary: true }],
  [/apollo.*8bit/, { bytes: 2 * BLOCK8, ...APOLLO, scales: false }],
  [/apollo.*layerwise/, { bytes: 8, ...APOLLO, scales: true, in_backward: true }],
  [/apollo/, { bytes: 8, ...APOLLO, scales: true, temporary: true }],
  // BAdam (arXiv 2404.02827): one block at a time in fp32. LISA (arXiv 2403.17919): two blocks beside embedding and head.
  [/badam/, { bytes: 8, scales: false, blocks: 1, own_master: true }],
  [/lisa/, { bytes: 8, scales: true, blocks: 2 }],
  [/lion.*(8bit|8_bit)|8bit.*lion/, { bytes: BLOCK8, scales: false }],
  [/(ademamix).*8bit/, { bytes: 3 * BLOCK8, scales: false }],
  [/ademamix/, { bytes: 12, scales: true }],
  [/(adam|lamb).*(8bit|8_bit|bnb|fp8)|8bit.*adam/, { bytes: 2 * BLOCK8, scales: false }],
  [/(adagrad|rmsprop|sgd|momentum).*(8bit|8_bit)/, { bytes: BLOCK8, scales: false }],
  [/adam.*4bit|4bit.*adam/, { bytes: 2 * BLOCK4, scales: false }],
  [/adalomo/, { bytes: FACTORED, scales: false, in_backward: true }],
  [/lomo/, { bytes: 0, scales: false, in_backward: true }],
  [/adafactor|came/, { bytes: FACTORED, scales: false }],
  // Adam-mini (arXiv 2406.16793): one second moment a block of the Hessian. Muon: momentum for matrices, Adam for the rest.
  [/adam_?mini/, { bytes: 4, scales: true }],
  [/muon/, { bytes: 8, matrix_bytes: 4, scales: true }],
  [/shampoo|soap/, { bytes: 8, matrix_bytes: 16, scales: true }],
  [/adagrad|rmsprop/, { bytes: 4, scales: true }],
  [/schedule_free_sgd|sgd.*momentum|lion|momentum|signum/, { bytes: 4, scales: true }],
  [/^sgd/, { bytes: 0, scales: false }],
  // PyTorch's default is the foreach implementation: "~ sizeof(params) more peak memory" for its intermediates (torch.optim documentation).
  [/^adamw?(_torch)?$/, { bytes: 8, scales: true, temporary: true }],
];
const ADAM: OptimizerState = { bytes: 8, scales: true };

/** Unknown names count as Adam: the commonest, and among the largest. */
export const optimizerState = (name: string): OptimizerState =>
  TABLE.find(([pattern]) => pattern.test(name.toLowerCase().replaceAll("-", "_")))?.[1] ?? ADAM;

/** Rows and columns of the block matrices whose states are counted. */
export type Matrices = readonly { readonly in: number; readonly out: number; readonly count: number }[];

/**
 * Bytes of state per entry of the block matrices. Projected to rank r, an m × n matrix (m ≤ n) has two states of r × n, and a projector of m × r
 * where one is kept (GaLore, arXiv 2403.03507, table 1).
 */
export function matrixBytes({ bytes, matrix_bytes, projected }: OptimizerState, matrices: Matrices, rank: number): number {
  if (!projected) return matrix_bytes ?? bytes;
  const entries = matrices.reduce((sum, each) => sum + each.in * each.out * each.count, 0);
  const states = matrices.reduce((sum, each) => sum + each.count * projectedBytes(each, bytes, projected, rank), 0);
  return entries > 0 ? states / entries : bytes;
}

function projectedBytes(of: Matrices[number], bytes: number, projected: Projected, usual: number) {
  const [short, long] = of.in < of.out ? [of.in, of.out] : [of.out, of.in];
  return Math.min(projected.rank ?? usual, short) * (bytes * long + projected.projector * short);
}

/** Bytes of state per entry, averaged over block matrices and the rest. `half`: states have the dtype of half-precision weights. */
export function stateBytesOf({ bytes, scales }: OptimizerState, half: boolean, matrixShare: number, ofMatrices: number): number {
  return (ofMatrices * matrixShare + bytes * (1 - matrixShare)) * (scales && half ? 0.5 : 1);
}

/** Variants of Adam keep what Adam keeps; Megatron-Core names its sharded Adam mcore_distributed_optim. */
export const isOptimizer = (name: string): boolean =>
  /adam|lamb|adan|prodigy|mcore_distributed/i.test(name) ||
  TABLE.some(([pattern]) => pattern.test(name.toLowerCase().replaceAll("-", "_")));
