import type { Profile } from "../profile.js";
import { FP32_MASTERS } from "./defaults.js";

/** XLA compiles forward, backward and update into one program: nothing is launched layer by layer. */
const XLA = {
  kernels: "compiled",
  loops_experts: false,
  loss: "compiled",
  autocast: false,
  fused_adam: true,
  launch: 0.1,
  cast_width: 700,
  // The step is compiled for one shape.
  pads_to_limit: true,
} as const;

/** Programs that XLA compiles. */
export const COMPILED_BY_XLA = {
  levanter: {
    title: "Levanter",
    versions: "1.x",
    source: "levanter TrainerConfig (mp p=f32,c=bfloat16; fsdp_axis; per_device_parallelism -1), LlamaConfig gradient_checkpointing",
    defaults: { ...FP32_MASTERS, "training.gradient_checkpointing": true },
    whole_batch: true,
    habits: { ...XLA, fsdp: "fsdp2" },
  },
  maxtext: {
    title: "MaxText",
    versions: "2024 to 2026-08",
    source: "maxtext configs/base.yml: dtype bfloat16, weight_dtype float32, ici_fsdp_parallelism -1; XLA compiles the step",
    defaults: { ...FP32_MASTERS, "training.optimizer": "adamw_torch" },
    habits: XLA,
  },
  paxml: {
    title: "Paxml",
    versions: "2023 to 2024",
    source: "paxml experiments (GPT126M): FPROP_DTYPE bfloat16 over fp32 variables; XLA compiles the step",
    defaults: { ...FP32_MASTERS, "training.optimizer": "adamw_torch" },
    habits: XLA,
  },
} as const satisfies Readonly<Record<string, Profile>>;
