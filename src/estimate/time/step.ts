import { microTokens } from "../memory/kept.js";
import type { Quantization } from "../memory/quantized.js";
import type { Setup } from "../setup.js";
import { expertExchange, pipelineBubble, shardedExchange, synchronisation, tensorExchange, updateBroadcasts } from "./communication.js";
import type { Device } from "./devices.js";
import { tokenFlops } from "./flops.js";
import { launchTime } from "./launch.js";
import { attentionRate, contextImbalance, expertSlowness, headSlowness, shapeEfficiency } from "./products.js";
import { elementwiseTraffic, lossTraffic } from "./traffic.js";
import { optimizerTime } from "./update.js";

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
/**
 * Bytes moved per quantized parameter and pass over the weights, when it is unpacked to half precision: one kernel in bitsandbytes; under GPTQ, where training takes
 * the path of PyTorch operations, shifted to 32 bits, narrowed, masked, less its zero, times its scale (auto_gptq nn_modules/qlinear; Qwen's README on its Int4 models
 * of 7B, 14B and 72B at 256 to 1,024 tokens: 0.1, 0.25 and 1.4 s a micro batch above bitsandbytes' 9).
 */
export const DEQUANTIZE_BYTES: Readonly<Record<Quantization, number>> = { nf4: 9, "nf4-dq": 9, int8: 9, gptq: 22 };
/** Copies of gradients into DeepSpeed's buckets during backward (ZeRO-1 and ZeRO-2); ZeRO-3's hooks are counted with the launches. */
const DEEPSPEED_BUCKETS = 1.08;
/**
 * Ranks differ by a few per cent, and who exchanges waits for the slowest of N: √(2 ln N) standard deviations behind the mean (extremes of a normal distribution). FSDP
 * waits at every layer (what DeepSpeed's ZeRO-3 waits there is counted with its hooks), a reduction of gradients once (InternEvo on 8 to 1,024 A100, NeMo on 8 to 2,304 H100, llm-foundry on 128 to 512; KempnerForge with and without FSDP).
 */
export const RANK_SPREAD = 0.025;
export const LAYER_SPREAD = 0.035;

/** How much longer the slowest rank takes than the mean of them. */
function slowestRank({ engine, accelerators }: Setup): number {
  return 1 + (engine.startsWith("fsdp") ? LAYER_SPREAD : RANK_SPREAD) * Math.sqrt(2 * Math.log(accelerators));
}

/** The slower of device and host, with what of the exchange shows, times the micro batches, reduction and optimizer: constants say where they are from. */
export function stepTime(setup: Setup, device: Device): Step {
  const tokens = microTokens(setup) * setup.context;
  const split = setup.tensor * setup.pipeline * setup.context;
  const flops = tokenFlops(setup);
  const { shape } = setup;
  const matmul =
    (((flops.hardware - flops.attention) * tokens) /
      split /
      (device.peak * device.habits.matmul * shapeEfficiency(setup, device, tokens))) *
    expertSlowness(setup, device, tokens) *
    headSlowness(setup);
  const attention = ((flops.attention * tokens) / split / attentionRate(setup, device)) * contextImbalance(setup);
  const moved = tokens * (shape.num_hidden_layers * elementwiseTraffic(setup) + lossTraffic(setup));
  const elementwise = (moved / split / (device.bandwidth * BANDWIDTH_REACHED)) * device.habits.traffic;
  const dequantize = dequantizeTime(setup, device) / split;
  const launch = launchTime(setup, device).all;
  const kernels = (matmul + attention + elementwise + dequantize) * beside(setup);
  const compute = smoothMax(kernels, launch * beside(setup));
  const exchange =
    shardedExchange(setup, device, compute, compute - kernels) +
    tensorExchange(setup, device, tokens) +
    expertExchange(setup, device, tokens);
  const micro = compute + exchange;
  const synchronise = synchronisation(setup, device, compute) + updateBroadcasts(setup);
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

function beside(setup: Setup) {
  const buckets = setup.engine === "deepspeed" && setup.stage < 3 && setup.data > 1 ? DEEPSPEED_BUCKETS : 1;
  return buckets * slowestRank(setup);
}

/** Whichever of device and host is slower decides; where they are close, both show. */
const smoothMax = (a: number, b: number) => (a ** 4 + b ** 4) ** 0.25;

function dequantizeTime(setup: Setup, device: Device) {
  if (setup.quantization === null) return 0;
  const passes = setup.checkpointing === "none" ? 2 : 3;
  const bytes = DEQUANTIZE_BYTES[setup.quantization] * (setup.habits.kernels === "compiled" ? 0.6 : 1);
  return (passes * (setup.counts.linear + setup.counts.expert) * bytes) / device.bandwidth;
}
