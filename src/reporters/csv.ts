import { changeOverRuns } from "../model/changes.js";
import type { JobReport } from "../model/report.js";
import { csvCell } from "./escape.js";
import type { Reporter } from "./reporter.js";

type Cell = string | number | null;

const COLUMNS: readonly (readonly [title: string, of: (job: JobReport) => Cell])[] = [
  ["id", ({ id }) => id],
  ["format", ({ format }) => format],
  ["verdict", ({ verdict }) => verdict],
  ["change", ({ change }) => change?.status ?? null],
  ["model", ({ model }) => model.id],
  ["parameters", ({ model }) => model.parameters],
  ["method", ({ training }) => (training.method as string | null) ?? null],
  ["accelerator", ({ resources }) => (resources.accelerator as string | null) ?? null],
  ["accelerators", ({ resources }) => (resources.accelerators as number | null) ?? null],
  ["runs", ({ runs }) => runs],
  ["gpu_hours", ({ estimate }) => estimate.gpu_hours?.expected ?? null],
  ["gpu_hours_low", ({ estimate }) => estimate.gpu_hours?.low ?? null],
  ["gpu_hours_high", ({ estimate }) => estimate.gpu_hours?.high ?? null],
  ["wall_hours", ({ estimate }) => estimate.wall_hours?.expected ?? null],
  ["cost_usd", ({ estimate }) => estimate.cost?.expected ?? null],
  ["cost_usd_low", ({ estimate }) => estimate.cost?.low ?? null],
  ["cost_usd_high", ({ estimate }) => estimate.cost?.high ?? null],
  ["cost_change_usd", ({ change }) => change?.cost?.expected ?? null],
  ["cost_change_all_runs_usd", (job) => (job.change ? (changeOverRuns(job, "cost")?.expected ?? null) : null)],
  ["peak_gib", ({ estimate }) => estimate.memory_gib.peak?.expected ?? null],
  ["capacity_gib", ({ estimate }) => estimate.memory_gib.capacity],
  ["fits", ({ estimate }) => estimate.fits],
  ["reported_gpu_hours", ({ reported }) => reported?.gpu_hours ?? null],
  ["reported_cost_usd", ({ reported }) => reported?.cost ?? null],
  ["reported_peak_gib", ({ reported }) => reported?.peak_memory_gib ?? null],
];

export const csv: Reporter = {
  render: ({ jobs }) =>
    `${[COLUMNS.map(([title]) => title), ...jobs.map((job) => COLUMNS.map(([, of]) => of(job)))].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`,
};
