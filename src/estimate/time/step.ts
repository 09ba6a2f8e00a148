import { isTarget } from "../architecture/shape.js";
import { microTokens } from "../memory/peak.js";
import type { Setup } from "../setup.js";
import { pipelineBubble, shardedExchange, synchronisation, tensorExchange } from "./communication.js";
import type { Device } from "./devices.js";
import { tokenFlops } from "./flops.js";
import { elementwiseTraffic, lossTraffic } from "./traffic.js";

/** Seconds of one micro batch and one optimizer step on one rank. */
export interface Step {
  readonly matmul: number;
  readonly attention: number;
  readonly elementwise: number;
  readonly dequantize: number;
  readonly launch: number;
  readonly exchange: number;
  readonly micro: number;
  readonly bubble: number;
  readonly synchronise: number;
  readonly optimizer: number;
  readonly step: number;
  /** Processed by all ranks in one optimizer step, padding included. */
  readonly tokens: number;
  readonly model_flops_per_token: number;
}

/** Share of the data sheet's bandwidth that elementwise kernels reach. */
const BANDWIDTH_REACHED = 0.78;
/** Bytes moved per quantized parameter and pass over the weights, when it is unpacked to half precision. */
const DEQUANTIZE_BYTES = 9;
const DEEPSPEED_HOOKS = 1.08;

export function stepTime(setup: Setup, device: Device): Step {
  const tokens = microTokens(setup) * setup.context;
  const split = setup.tensor * setup.pipeline * setup.context;
  const flops = tokenFlops(setup);
  const { shape } = setup;
  const matmul =
    ((flops.hardware - flops.attention) * tokens) / split / (device.peak * device.habits.matmul * shapeEfficiency(setup, tokens));
  const attention = (flops.attention * tokens) / split / attentionRate(setup, device);
  const moved = tokens * (shape.num_hidden_layers * elementwiseTraffic(setup) + lossTraffic(setup));
  const elementwise = (moved / split / (device.bandwidth * BANDWIDTH_REACHED)) * device.habits.traffic;
  const dequantize = dequantizeTime(setup, device) / split;
  const launch = launchTime(setup, device);
  const compute =
    smoothMax(matmul + attention + elementwise + dequantize, launch) *
    (setup.engine === "deepspeed" && setup.data > 1 ? DEEPSPEED_HOOKS : 1);
  const exchange = shardedExchange(setup, device, compute) + tensorExchange(setup, device, tokens);
  const micro = compute + exchange;
  const synchronise = synchronisation(setup, device, compute);
  const optimizer = optimizerTime(setup, device);
  const bubble = pipelineBubble(setup);
  return {
    matmul,
    attention,
    elementwise,
    dequantize,
    launch,
    exchange,
    micro,
    bubble,
    synchronise,
    optimizer,
    step: micro * setup.accumulation * (1 + bubble) + synchronise + optimizer,
    tokens: tokens * setup.data * setup.accumulation,
    model_flops_per_token: flops.model,
  };
}

/** Tensor cores read 16 bytes at once: a batched product over heads of another width runs on the ordinary cores (arXiv 2401.14489 section 6; bigscience's sweep over heads: 14 of 19.5 TFLOP/s). */
const ALIGNED_HEADS = 8;
const ORDINARY_REACHED = 0.75;

function attentionRate({ shape, eager_attention }: Setup, device: Device) {
  const headWidth = shape.query / shape.num_attention_heads;
  if (eager_attention && headWidth % ALIGNED_HEADS !== 0) return device.ordinary_peak * ORDINARY_REACHED;
  return device.attention_peak * device.habits.attention;
}

/** Whichever of device and host is slower decides; where they are close, both show. */
const smoothMax = (a: number, b: number) => (a ** 4 + b ** 4) ** 0.25;

/** Grouped matrix products over experts reach a smaller share: small, uneven and waiting for the exchange of tokens (Megatron-Bridge's MoE rates against its dense ones). */
const EXPERT_MATMUL = 0.55;

/** Tiles of a matrix product are 64 wide: widths on a rank that they do not divide waste part of each (arXiv 2401.14489 section 6; bigscience's 26 rows of width 14400 over 8 ranks). */
const TILE = 64;
const UNEVEN_WIDTH = 0.72;
/** Tokens on a rank at which a product reaches half of what long ones do. */
const HALF_FILLED = 200;

/** Narrow matrices and few tokens fill fewer of the multiprocessors. */
function shapeEfficiency({ shape, tensor, context }: Setup, tokens: number) {
  const onRank = tokens / context;
  const experts = shape.sparse_layers > 0 ? EXPERT_MATMUL : 1;
  const width = shape.hidden_size / tensor;
  const even = width % TILE === 0 ? 1 : UNEVEN_WIDTH;
  return experts * even * Math.min(1, (width / 4096) ** 0.12) * (onRank / (onRank + HALF_FILLED));
}

function dequantizeTime(setup: Setup, device: Device) {
  if (setup.quantized_bytes === null) return 0;
  const passes = setup.checkpointing === "none" ? 2 : 3;
  const bytes = DEQUANTIZE_BYTES * (setup.habits.kernels === "compiled" ? 0.6 : 1);
  return (passes * (setup.counts.linear + setup.counts.expert) * bytes) / device.bandwidth;
}

/** Host time to launch one eager layer forward and backward on an A100 host. [s] */
const LAUNCH = 1.5e-3;
const KERNEL_LAUNCHES = { eager: 1, compiled: 0.5, fused: 0.7, unsloth: 0.7, megatron: 0.7 } as const;

function launchTime(setup: Setup, device: Device) {
  const again = setup.checkpointing === "full" || setup.checkpointing === "offload";
  const layers = setup.shape.num_hidden_layers / setup.pipeline;
  const adapters = setup.trains === "adapters" ? 0.24 * targetsPerLayer(setup) * (again ? 1.5 : 1) : 0;
  const kernels = (1 + (again ? 0.5 : 0) + adapters + (setup.quantized_bytes === null ? 0 : 1.3)) * KERNEL_LAUNCHES[setup.habits.kernels];
  const host = LAUNCH * device.habits.launch * setup.habits.launch * kernels;
  return layers * host;
}

const targetsPerLayer = ({ shape, targets }: Setup) => Math.min(7, shape.linears.filter(({ name }) => isTarget(name, targets)).length);

/** Adam reads and writes about 40 bytes per parameter; on the host 0.8 billion parameters a second, 6 bytes each over PCIe. */
function optimizerTime(setup: Setup, device: Device) {
  const trained = setup.trains === "full" ? setup.counts.total : setup.adapter_parameters;
  const own = trained / (setup.tensor * setup.pipeline) / (setup.stage >= 1 ? setup.shard_group : 1);
  if (setup.offload === "optimizer" || setup.offload === "parameters") return (own * 6) / 12e9 + own / 0.8e9;
  return (own * 40) / (device.bandwidth * 0.8) + 2e-3;
}
