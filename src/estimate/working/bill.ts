import { HOUR } from "../../model/units.js";
import { IMAGE_SPREAD, SINGLE_PRECISION } from "../images.js";
import { paidAccelerators } from "../money.js";
import { over, plus, times } from "./arithmetic.js";
import type { Bill, Line } from "./line.js";

const NODES = ["resources.accelerators_per_node", "resources.nodes"] as const;

export const BILL: readonly Line<Bill>[] = [
  {
    id: "images.rate",
    label: "images per second of all accelerators",
    unit: "images/s",
    formula: `published images a second × (peak × share reached ÷ the same of the published card) × ${SINGLE_PRECISION} without half precision × accelerators`,
    source: "src/estimate/images.ts: NVIDIA DeepLearningExamples, mosaicml/diffusion, Hugging Face flux-qlora",
    inputs: ["model.id", "resources.accelerator", "training.precision", ...NODES],
    value: ({ images }) => images?.rate ?? null,
    numbers: ({ images, estimate }) => {
      if (!images) return plus(0);
      const { published, device, single } = images;
      return times(published.rate, over(times(device.peak, device.habits.matmul), published.reached), single, estimate.accelerators ?? 0);
    },
  },
  {
    id: "images.wall",
    label: "wall time, expected",
    unit: "h",
    formula: `(images ÷ images per second + start-up) ÷ 3600; between ${IMAGE_SPREAD.low} and ${IMAGE_SPREAD.high} times`,
    source: "resolution, input and latents differ: no manifest shows them alike",
    inputs: ["training.max_steps", "training.epochs", "data.examples", "training.micro_batch_size", "training.gradient_accumulation_steps"],
    value: ({ images }) => (images ? images.wall.expected / HOUR : null),
    numbers: ({ images, start_up }) => over(plus(over(images?.images ?? 0, images?.rate ?? 1), start_up), HOUR),
  },
  {
    id: "run.gpu_hours",
    label: "GPU-hours, expected",
    unit: "GPU-hours",
    formula: "wall time × accelerators",
    source: "product of the above",
    inputs: [...NODES],
    value: ({ estimate }) => estimate.gpu_hours?.expected ?? null,
    numbers: ({ estimate }) => times((estimate.wall?.expected ?? 0) / HOUR, estimate.accelerators ?? 0),
  },
  {
    id: "run.hourly",
    label: "price of an hour",
    unit: "USD/h",
    formula: "accelerators that are paid (whole instances) × price of one",
    source: "catalogue or config; see resources.price_per_accelerator_hour",
    inputs: [...NODES, "resources.instance_type", "resources.cloud", "resources.spot", "resources.price_per_accelerator_hour"],
    value: ({ estimate }) => estimate.hourly_cost,
    numbers: ({ estimate, job }) => {
      return times(paidAccelerators(job, estimate.accelerators ?? 0), job.price?.usd_per_accelerator_hour ?? 0);
    },
  },
  {
    id: "run.cost",
    label: "cost, expected",
    unit: "USD",
    formula: "wall time × price of an hour",
    source: "product of the above",
    inputs: [],
    value: ({ estimate }) => estimate.cost?.expected ?? null,
    numbers: ({ estimate }) => times((estimate.wall?.expected ?? 0) / HOUR, estimate.hourly_cost ?? 0),
  },
  {
    id: "worst.gpu_hours",
    label: "worst case: GPU-hours",
    unit: "GPU-hours",
    formula: "what the scheduler allows × accelerators",
    source: "the declared limit; needs no model of the run",
    inputs: ["resources.time_limit", ...NODES],
    value: ({ estimate }) => estimate.worst_case?.gpu_hours ?? null,
    numbers: ({ estimate }) => times((estimate.worst_case?.wall ?? 0) / HOUR, estimate.accelerators ?? 0),
  },
  {
    id: "worst.cost",
    label: "worst case: cost",
    unit: "USD",
    formula: "what the scheduler allows × price of an hour",
    source: "the declared limit; needs no model of the run",
    inputs: ["resources.time_limit"],
    value: ({ estimate }) => estimate.worst_case?.cost ?? null,
    numbers: ({ estimate }) => times((estimate.worst_case?.wall ?? 0) / HOUR, estimate.hourly_cost ?? 0),
  },
];
