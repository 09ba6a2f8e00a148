import { HOUR } from "../../model/units.js";
import { paidAccelerators } from "../money.js";
import { times } from "./arithmetic.js";
import type { Bill, Line } from "./line.js";

const NODES = ["resources.accelerators_per_node", "resources.nodes"] as const;

export const BILL: readonly Line<Bill>[] = [
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
