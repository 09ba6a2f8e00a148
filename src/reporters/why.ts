import type { JobReport, Report } from "../model/report.js";
import { assumedInputs, formatGib, formatHours, formatNumber, formatUsd } from "./cells.js";
import { code, markdown as escaped } from "./escape.js";
import { worstFirst } from "./order.js";

export const isShown = ({ change }: JobReport) => change?.status !== "unchanged";

const PARTS = ["weights", "gradients", "optimizer", "activations", "logits", "buffers", "overhead"] as const;

/** Memory as a waterfall, the bill as its factors, and what is assumed. */
export function why({ jobs }: Report): readonly string[] {
  return worstFirst(jobs)
    .filter((job) => isShown(job) && job.change?.status !== "removed")
    .flatMap((job) => [...waterfall(job), ...bill(job), ...inputsChanged(job), ...assumptions(job), ""]);
}

function waterfall(job: JobReport): readonly string[] {
  const { memory_gib } = job.estimate;
  if (!memory_gib.peak) return [`**${escaped(job.name)}**`];
  const parts = PARTS.flatMap((part) => (memory_gib[part] ? [`${part} ${formatNumber(memory_gib[part])}`] : []));
  const capacity = memory_gib.capacity === null ? "" : ` of ${formatGib(memory_gib.capacity)}`;
  return [`**${escaped(job.name)}**`, "", `- memory: ${parts.join(" + ")} = ${formatGib(memory_gib.peak.expected)}${capacity}`];
}

function bill({ estimate, runs, reported }: JobReport): readonly string[] {
  const { wall_hours, hourly_cost, cost } = estimate;
  const lines =
    wall_hours && hourly_cost !== null && cost
      ? [
          `- cost: ${formatHours(wall_hours.expected)} × ${formatUsd(hourly_cost)} per hour = ${formatUsd(cost.expected)}${runs > 1 ? `, and there are ${runs} runs` : ""}`,
        ]
      : [];
  const worst = estimate.worst_case?.cost ? [`- at most ${formatUsd(estimate.worst_case.cost)} before the time limit stops it`] : [];
  const known = reported?.gpu_hours ? [`- reported: ${formatNumber(reported.gpu_hours)} GPU-hours`] : [];
  return [...lines, ...worst, ...known];
}

const inputsChanged = ({ change }: JobReport): readonly string[] =>
  (change?.inputs ?? [])
    .slice(0, 12)
    .map(
      ({ path, from, to, file, line }) =>
        `- changed: ${code(path)} ${code(JSON.stringify(from))} → ${code(JSON.stringify(to))} ${file === null ? "" : code(`${file}:${line}`)}`,
    );

function assumptions(job: JobReport): readonly string[] {
  const made = assumedInputs(job);
  return made.length === 0 ? [] : [`- assumed: ${made.map(([path, note]) => `${code(path)} (${escaped(note)})`).join(", ")}`];
}
