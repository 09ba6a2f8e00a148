import type { Refusal, ResolvedJob } from "../model/estimate.js";
import { type Range, type Seconds, seconds } from "../model/units.js";
import { type Device, deviceHabits, deviceOf } from "./time/devices.js";
import { startRange } from "./time/startup.js";

/** How fast models over images were trained, where somebody published it. Their cost follows from images a second, not from tokens. */
interface Published {
  readonly pattern: RegExp;
  readonly what: string;
  /** Images per second of one accelerator in mixed precision. */
  readonly rate: number;
  /** Dense half-precision peak × the share that matrix products reach on that accelerator, as in time/devices.ts. [FLOP/s] */
  readonly reached: number;
  readonly source: string;
}

const A100 = 312e12 * deviceHabits("A100-80GB").matmul;
const RTX_4090 = 165e12 * deviceHabits("RTX 4090").matmul;

/** First hit wins; matched against the model's own class, its type and the last part of its id. */
const PUBLISHED: readonly Published[] = [
  {
    pattern: /resnet-?50/i,
    what: "ResNet-50 at 224 pixels",
    rate: 2470,
    reached: A100,
    source: "NVIDIA DeepLearningExamples resnet50v1.5 README: one A100, mixed precision",
  },
  {
    pattern: /^(?!.*(xl|-3|_3)).*stable-diffusion|\bsd-?(v?1|2)/i,
    what: "Stable Diffusion 1 and 2 at 512 pixels",
    rate: 290 / 8,
    reached: A100,
    source: "mosaicml/diffusion README: 290 images/s on 8 A100, U-Net of 2.0 base, latents computed before",
  },
  {
    pattern: /flux/i,
    what: "FLUX.1 at 512 × 768 pixels",
    rate: (700 * 4) / (41 * 60),
    reached: RTX_4090,
    source: "Hugging Face blog flux-qlora: 700 steps of 4 images in 41 minutes, QLoRA with checkpointing on an RTX 4090",
  },
];

/** Other resolutions, input pipelines, latents computed on the way (1.4 times the time), adapters or all weights: no manifest shows them alike. */
export const IMAGE_SPREAD = { low: 0.35, high: 3 } as const;
/** Without half precision: 938 of 2,470 images/s on an A100 (TF32), 367 of 1,200 on a V100 (same source as ResNet-50). */
export const SINGLE_PRECISION = 0.35;

export interface ImageRun {
  readonly images: number;
  readonly published: Published;
  readonly device: Device;
  readonly single: number;
  /** Images per second of all accelerators. */
  readonly rate: number;
  readonly wall: Range<Seconds>;
}

/** Null where nobody published a rate; a refusal where a key is missing. */
export function imageRunOf(job: ResolvedJob, accelerators: number | null, start: number): ImageRun | Omit<Refusal, "what"> | null {
  const { facts } = job;
  const name = [facts["model.architecture"]?.value._class_name, facts["model.id"]?.value.split("/").at(-1)].find(
    (word) => typeof word === "string",
  );
  const published = PUBLISHED.find(({ pattern }) => pattern.test(String(name ?? "")));
  if (!published) return null;
  const images = imagesOf(job, accelerators);
  if (typeof images !== "number") return images;
  const device = job.accelerator ? deviceOf(job.accelerator, "bf16") : null;
  if (!device || accelerators === null) return { reason: "the accelerator is unknown", add: "resources.accelerator" };
  const single = /^(fp32|tf32)$/.test(facts["training.precision"]?.value ?? "") ? SINGLE_PRECISION : 1;
  const rate = published.rate * ((device.peak * device.habits.matmul) / published.reached) * single * accelerators;
  const at = (share: number, before: number) => seconds((images / rate) * share + before);
  const begin = startRange(start);
  const wall = { low: at(IMAGE_SPREAD.low, begin.low), expected: at(1, begin.expected), high: at(IMAGE_SPREAD.high, begin.high) };
  return { images, published, device, single, rate, wall };
}

/** Steps × images of a step, else epochs × examples. A batch that nobody declared is no reason for a bill. */
function imagesOf({ facts }: ResolvedJob, accelerators: number | null): number | Omit<Refusal, "what"> {
  const [steps, epochs, examples] = [facts["training.max_steps"]?.value, facts["training.epochs"]?.value, facts["data.examples"]?.value];
  if (steps === undefined && epochs !== undefined && examples !== undefined) return epochs * examples;
  if (steps === undefined)
    return { reason: "the number of images is unknown", add: epochs === undefined ? "training.epochs" : "data.examples" };
  const global = facts["training.global_batch_size"]?.value;
  if (global !== undefined) return steps * global;
  const micro = facts["training.micro_batch_size"];
  if (!micro || micro.kind === "assumed" || micro.kind === "default" || accelerators === null)
    return { reason: "the images of a step are unknown", add: "training.micro_batch_size" };
  return steps * micro.value * (facts["training.gradient_accumulation_steps"]?.value ?? 1) * accelerators;
}
