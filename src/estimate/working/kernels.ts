import { tokenFlops } from "../time/flops.js";
import { LAUNCH, launchTime } from "../time/launch.js";
import { FLASH_2_REACHED } from "../time/products.js";
import { DEQUANTIZE_BYTES } from "../time/step.js";
import { over, plus, times, type Written } from "./arithmetic.js";
import type { Line, Working } from "./line.js";
import { BATCH, CARD, LAYOUT, split, tokens } from "./rank.js";

/** FLOPs on one rank over peak × share: the share is what the engine reached. */
function kernels(working: Working, flops: number, seconds: number, peak: number): Written {
  const onRank = (flops * tokens(working)) / split(working);
  if (seconds === 0) return plus(0);
  return over(over(times(flops, tokens(working)), split(working)), times(peak, onRank / seconds / peak));
}

/** What a micro batch takes on the device and on its host. */
export const KERNELS: readonly Line[] = [
  {
    id: "time.matmul",
    label: "matrix products of a micro batch",
    unit: "s",
    formula: "(hardware − attention FLOPs) × tokens ÷ model-parallel ranks ÷ (peak × share reached)",
    source: "share reached: published throughputs by card and shape, src/estimate/time/devices.ts and products.ts",
    inputs: [...CARD, ...BATCH, ...LAYOUT],
    value: ({ step }) => step?.matmul ?? null,
    numbers: (working) => {
      const { hardware, attention } = tokenFlops(working.setup);
      return kernels(working, hardware - attention, working.step?.matmul ?? 0, working.device?.peak ?? 1);
    },
  },
  {
    id: "time.attention",
    label: "attention of a micro batch",
    unit: "s",
    formula: `attention FLOPs × tokens ÷ model-parallel ranks ÷ (peak × share reached by the rank that has most; FlashAttention-2: ${FLASH_2_REACHED / 1e12} TFLOP/s at most)`,
    source: "FlashAttention-2, arXiv 2307.08691; src/estimate/time/devices.ts",
    inputs: [...CARD, ...BATCH, ...LAYOUT],
    value: ({ step }) => step?.attention ?? null,
    numbers: (working) =>
      kernels(working, tokenFlops(working.setup).attention, working.step?.attention ?? 0, working.device?.attention_peak ?? 1),
  },
  {
    id: "time.elementwise",
    label: "elementwise and loss traffic",
    unit: "s",
    formula: "tokens × bytes moved per token ÷ model-parallel ranks ÷ bandwidth",
    source: "roofline, 10.1145/1498765.1498785; src/estimate/time/traffic.ts",
    inputs: ["resources.accelerator", ...BATCH, "training.fused_loss", "training.torch_compile", "training.framework"],
    value: ({ step }) => step?.elementwise ?? null,
    numbers: (working) => {
      const [bandwidth, seconds] = [working.device?.bandwidth ?? 1, working.step?.elementwise ?? 0];
      return over(times(tokens(working), (seconds * bandwidth * split(working)) / tokens(working)), split(working), bandwidth);
    },
  },
  {
    id: "time.dequantize",
    label: "unpacking quantized weights",
    unit: "s",
    formula: "quantized parameters × bytes moved in all passes ÷ model-parallel ranks ÷ bandwidth",
    source: `${DEQUANTIZE_BYTES.nf4} bytes per parameter and pass by bitsandbytes' kernels, ${DEQUANTIZE_BYTES.gptq} by GPTQ's PyTorch operations`,
    inputs: ["training.quantization"],
    value: ({ step }) => step?.dequantize || null,
    numbers: (working) => {
      const parameters = working.setup.counts.linear + working.setup.counts.expert;
      const [bandwidth, seconds] = [working.device?.bandwidth ?? 1, working.step?.dequantize ?? 0];
      return over(times(parameters, (seconds * bandwidth * split(working)) / parameters), split(working), bandwidth);
    },
  },
  {
    id: "time.launch",
    label: "launching kernels on the host",
    unit: "s",
    formula:
      "layers on the rank × host time of a layer + the same of its experts, grouped or one after the other + visits of ZeRO-3's hooks × host time of one",
    source: `${LAUNCH * 1e3} ms a layer on an A100 host: the floor of published small-model runs; src/estimate/time/launch.ts`,
    inputs: [
      "training.framework",
      "training.torch_compile",
      "training.gradient_checkpointing",
      "training.method",
      "training.quantization",
      "training.lora.target_modules",
      "parallelism.pipeline",
      "parallelism.strategy",
    ],
    value: ({ step }) => step?.launch ?? null,
    numbers: ({ setup, device }) => {
      if (!device) return plus(0);
      const { blocks, experts, visits, hook } = launchTime(setup, device);
      const layers = setup.shape.num_hidden_layers / setup.pipeline;
      const parts = [times(layers, blocks / layers)];
      if (experts > 0) parts.push(times(layers, experts / layers));
      if (visits > 0) parts.push(times(visits, hook));
      return plus(...parts);
    },
  },
];
