import { trainedParameters } from "../setup.js";
import { BROADCAST, TENSOR_LATENCY } from "../time/communication.js";
import { LAYER_SPREAD, RANK_SPREAD } from "../time/step.js";
import { DEEPSPEED_HOST_ADAM, HOST_ADAM, optimizerBytes, UPDATE_LAUNCH, UPDATE_REACHED } from "../time/update.js";
import { over, plus, power, times } from "./arithmetic.js";
import type { Line } from "./line.js";
import { BATCH, LAYOUT, tokens } from "./rank.js";

const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;

/** What ranks wait for, and a step in all. */
export const STEP: readonly Line[] = [
  {
    id: "time.exchange",
    label: "exchange that shows, per micro batch",
    unit: "s",
    formula: `bytes ÷ group bandwidth − what computation hides (under DeepSpeed and over PCIe: a waiting host only) + ${TENSOR_LATENCY * 1e6} µs a rank and tensor-parallel all-reduce that shows`,
    source: "ZeRO, arXiv 1910.02054; Megatron-LM, arXiv 1909.08053; GShard, arXiv 2006.16668",
    inputs: [...LAYOUT, "parallelism.offload", "resources.accelerator", "resources.nodes"],
    value: ({ step }) => step?.exchange || null,
    numbers: ({ step }) => plus(step?.exchange ?? 0),
  },
  {
    id: "time.micro",
    label: "micro batch in all",
    unit: "s",
    formula: `((matmul + attention + elementwise + unpacking)^4 + launch^4)^0.25 × gradient buckets of ZeRO-1 and ZeRO-2 × slowest rank + exchange: the slower of device and host decides; the slowest of N ranks is √(2 ln N) × ${percent(RANK_SPREAD)} behind (${percent(LAYER_SPREAD)} where every layer waits)`,
    source: "sum of the above",
    inputs: [],
    value: ({ step }) => step?.micro ?? null,
    numbers: ({ step }) => {
      if (!step) return plus(0);
      const device = plus(step.matmul, step.attention, step.elementwise, step.dequantize);
      const both = power(plus(power(device, 4), power(step.launch, 4)), 0.25);
      const hooks = (step.micro - step.exchange) / both.value;
      return plus(Math.abs(hooks - 1) < 1e-9 ? both : times(both, hooks), step.exchange);
    },
  },
  {
    id: "time.synchronise",
    label: "gradient reduction per step",
    unit: "s",
    formula: `(scattered once, under ZeRO-2 in every micro batch, and gathered once) × 2 bytes × trainable ÷ group bandwidth − hidden + ${BROADCAST * 1e3} ms a rank where each broadcasts its update`,
    source: "ring all-reduce; ZeRO, arXiv 1910.02054 section 7",
    inputs: [...LAYOUT, "training.gradient_accumulation_steps"],
    value: ({ step }) => step?.synchronise || null,
    numbers: ({ step }) => plus(step?.synchronise ?? 0),
  },
  {
    id: "time.optimizer",
    label: "optimizer step",
    unit: "s",
    formula: `(2 × (weight + states) + 4 × gradient) bytes × parameters on the rank ÷ (${UPDATE_REACHED} × bandwidth) + ${UPDATE_LAUNCH * 1e3} ms; on the host ${HOST_ADAM / 1e9} billion parameters a second and rank (DeepSpeed: ${DEEPSPEED_HOST_ADAM / 1e9} billion a second and node)`,
    source: "what a fused optimizer and clipping read and write",
    inputs: ["training.optimizer", "parallelism.offload", "parallelism.strategy"],
    value: ({ step }) => step?.optimizer ?? null,
    numbers: ({ setup, step, device }) => {
      const trained = trainedParameters(setup);
      if (setup.offload === "optimizer" || setup.offload === "parameters") return plus(step?.optimizer ?? 0);
      const own = over(trained, setup.tensor * setup.pipeline, setup.stage >= 1 ? setup.shard_group : 1);
      return plus(over(times(optimizerBytes(setup), own), times(UPDATE_REACHED, device?.bandwidth ?? 1)), UPDATE_LAUNCH);
    },
  },
  {
    id: "time.bubble",
    label: "pipeline bubble",
    unit: "share",
    formula: "(stages − 1) ÷ (chunks × micro batches)",
    source: "arXiv 2104.04473 section 2.2",
    inputs: ["parallelism.pipeline", "parallelism.virtual_pipeline", "training.gradient_accumulation_steps"],
    value: ({ step }) => step?.bubble || null,
    numbers: ({ setup }) => over(setup.pipeline - 1, times(setup.virtual_pipeline, setup.accumulation)),
  },
  {
    id: "time.step",
    label: "optimizer step in all",
    unit: "s",
    formula: "micro batch × accumulation × (1 + bubble) + reduction + optimizer",
    source: "sum of the above",
    inputs: ["training.gradient_accumulation_steps"],
    value: ({ step }) => step?.step ?? null,
    numbers: ({ setup, step }) =>
      step ? plus(times(step.micro, setup.accumulation, plus(1, step.bubble)), step.synchronise, step.optimizer) : plus(0),
  },
  {
    id: "time.rate",
    label: "tokens per second of all accelerators",
    unit: "tokens/s",
    formula: "sequences × tokens × data-parallel ranks × accumulation ÷ seconds of a step",
    source: "the config's assumptions.mfu where it is set",
    inputs: [...BATCH, "training.gradient_accumulation_steps"],
    value: ({ estimate }) => estimate.tokens_per_second,
    numbers: (working) => {
      const { setup, step, job, device, estimate } = working;
      if (job.mfu !== null && device && step) return over(times(job.mfu, device.peak, setup.accelerators), step.model_flops_per_token);
      return over(times(tokens(working), setup.data, setup.accumulation), step?.step ?? estimate.tokens_per_second ?? 1);
    },
  },
];
