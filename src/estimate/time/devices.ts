import type { Accelerator } from "../../model/catalog.js";

/**
 * What training kernels reach of an accelerator's dense peak. `matmul` and `attention`: share of peak; `link`: bytes per second and direction that
 * collectives see inside a node (over PCIe 4 × 16 about 20 GB/s of 32; the published RTX 3090 sit in a slower slot); `traffic`: share of elementwise traffic that reaches memory (a large L2 catches the rest); `launch`: host time of one
 * layer against an A100 host. Fitted on published throughputs (the collection this began with and calibration/published; most single cards on one GPT-2 124M script). torchtitan's H100 of 2024 were
 * held to 500 W with HBM2e (its benchmarks/llama3_h100_202412): they stay a tenth below.
 * `measured: false` marks a prior from the architecture's other cards. matmul, attention and launch are confounded: quote them together.
 */
export interface DeviceHabits {
  /** Dense half-precision peak with fp32 accumulation, where the data sheet prints another. [FLOP/s] */
  readonly peak?: number;
  readonly matmul: number;
  readonly attention: number;
  readonly link: number;
  readonly traffic: number;
  /** Accelerators that one switch joins where that is more than a node (NVL72); 1 where it is not. */
  readonly domain: number;
  readonly launch: number;
  readonly measured: boolean;
}

const row = (matmul: number, attention: number, link: number, rest: Partial<DeviceHabits> = {}): DeviceHabits => ({
  matmul,
  attention,
  link: link * 1e9,
  traffic: 1,
  launch: 1,
  domain: 1,
  measured: false,
  ...rest,
});
const ADA = { traffic: 0.6, launch: 0.8 };
const SEEN = { measured: true };

/** First hit wins; the pattern is matched against the catalogue's id. */
const DEVICES: readonly (readonly [pattern: RegExp, habits: DeviceHabits])[] = [
  [/V100/, row(0.68, 0.22, 120, SEEN)],
  [/^T4/, row(0.45, 0.25, 8)],
  [/A10G/, row(0.8, 0.45, 10, { peak: 70e12, ...SEEN })],
  [/^A10\b/, row(0.7, 0.45, 10, { peak: 100e12 })],
  [/^L4\b/, row(0.37, 0.4, 10, { traffic: 0.6 })],
  [/L40S/, row(0.47, 0.4, 20, { ...ADA, ...SEEN })],
  [/^L40|^L20/, row(0.6, 0.4, 20, ADA)],
  [/RTX 3090/, row(0.9, 0.5, 3.4, { peak: 71e12, ...SEEN })],
  [/RTX 30/, row(0.8, 0.45, 5)],
  [/RTX 4090/, row(0.86, 0.6, 20, { peak: 165e12, ...ADA, ...SEEN })],
  [/RTX [24]000 Ada/, row(0.6, 0.45, 20, ADA)],
  [/RTX 40/, row(0.8, 0.55, 20, ADA)],
  // Clocks above the nominal ones of the data sheet's peak.
  [/RTX 50/, row(0.95, 0.45, 25, ADA)],
  [/RTX 6000 Ada|RTX 5000 Ada/, row(0.29, 0.3, 20, { peak: 364e12, ...ADA, ...SEEN })],
  [/RTX PRO 6000/, row(0.62, 0.45, 25, ADA)],
  [/A6000|A5000|A4500|A4000|A40\b/, row(0.74, 0.45, 20)],
  [/A100.*PCIE/i, row(0.65, 0.5, 25)],
  [/A100|A800/, row(0.66, 0.6, 230, SEEN)],
  [/H100.*PCIE/i, row(0.5, 0.34, 50, { launch: 0.8 })],
  [/H20\b/, row(0.85, 0.7, 370, { launch: 0.8 })],
  // One power limit for both chips of a module: Alps trains 1B to 8B a fifth below H100, JUPITER 32B further below.
  [/GH200/, row(0.5, 0.33, 370, { launch: 0.8, ...SEEN })],
  [/H200/, row(0.62, 0.4, 370, { launch: 0.8, ...SEEN })],
  [/H100|H800/, row(0.6, 0.34, 370, { launch: 0.8, ...SEEN })],
  [/GB300/, row(0.65, 0.6, 700, { launch: 0.7, domain: 72, ...SEEN })],
  [/GB200/, row(0.53, 0.46, 700, { launch: 0.7, domain: 72, ...SEEN })],
  // Same peak on the data sheet, more power: 8B and 70B run a fifth faster (Megatron-Bridge).
  [/B300/, row(0.65, 0.6, 700, { launch: 0.7, ...SEEN })],
  [/B200/, row(0.53, 0.46, 700, { launch: 0.7, ...SEEN })],
  // Two devices to a program on every card: eight of a node of four reach each other.
  [/MI2/, row(0.5, 0.45, 100, { launch: 1.2, domain: 8 })],
  [/MI3/, row(0.48, 0.45, 300)],
  [/v4/, row(0.62, 0.45, 100, { launch: 0.1, ...SEEN })],
  [/v5e/, row(0.65, 0.45, 100, { launch: 0.1, ...SEEN })],
  [/v5p/, row(0.7, 0.45, 200, { launch: 0.1, ...SEEN })],
  [/v6e|v7/, row(0.5, 0.45, 200, { launch: 0.1, ...SEEN })],
  [/Trainium|Gaudi/, row(0.5, 0.4, 100, { launch: 0.3 })],
];
const ANY = row(0.5, 0.4, 20);

/** First pattern that the card's name fits; others are held to be slower than what was measured. */
export const deviceHabits = (id: string): DeviceHabits => DEVICES.find(([pattern]) => pattern.test(id))?.[1] ?? ANY;

/** What one card does at best and in practice, for one precision. */
export interface Device {
  /** Dense peak for the precision in use. [FLOP/s] */
  readonly peak: number;
  /** The same where attention is computed: FP8 training keeps it in half precision. [FLOP/s] */
  readonly attention_peak: number;
  /** Without tensor cores, in fp32. [FLOP/s] */
  readonly ordinary_peak: number;
  /** [bytes/s] */
  readonly bandwidth: number;
  readonly habits: DeviceHabits;
  /** Products are in FP8, which doubles the peak once their inputs are cast. */
  readonly fp8: boolean;
  /** Nothing was measured on this card, or only with one publication. */
  readonly prior: boolean;
}

/** Null where the catalogue has no peak or no bandwidth of the card. */
export function deviceOf(accelerator: Accelerator, precision: string | undefined): Device | null {
  const habits = deviceHabits(accelerator.id);
  const half = habits.peak ?? tera(accelerator.bf16_tflops) ?? tera(accelerator.fp16_tflops) ?? tera(accelerator.fp32_tflops);
  if (half === null || accelerator.memory_bandwidth_gbs === 0) return null;
  const single = precision === "fp32" ? tera(accelerator.fp32_tflops) : precision === "tf32" ? tera(accelerator.tf32_tflops) : null;
  const fp8 = precision === "fp8" && accelerator.fp8_tflops !== null && accelerator.fp8_tflops > 0;
  return {
    peak: fp8 ? 2 * half : (single ?? half),
    fp8,
    attention_peak: single ?? half,
    ordinary_peak: tera(accelerator.fp32_tflops) ?? half / 16,
    bandwidth: accelerator.memory_bandwidth_gbs * 1e9,
    habits,
    prior: !habits.measured,
  };
}

const tera = (value: number | null) => (value ? value * 1e12 : null);
