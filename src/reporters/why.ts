import { isThere } from "../model/changes.js";
import type { JobReport, Report } from "../model/report.js";
import { formatGib, formatHours, formatNumber, formatUsd } from "../model/words.js";
import { assumedInputs } from "./cells.js";
import { more, shortly, values } from "./comment-findings.js";
import { link } from "./comment-table.js";
import { code, markdown as escaped, shortened } from "./escape.js";
import { worstFirst } from "./order.js";
import type { RenderOptions } from "./reporter.js";

export const isShown = ({ change }: JobReport) => change?.status !== "unchanged";
export const PARTS = ["weights", "gradients", "optimizer", "activations", "logits", "buffers", "overhead"] as const;
const MOST_INPUTS = 12;

export const explained = ({ jobs }: Report) => worstFirst(jobs).filter((job) => isShown(job) && isThere(job));

/** Memory as a waterfall, the bill as its factors, what changed on both sides, and what is assumed. */
export function why(report: Report, options: RenderOptions): readonly string[] {
  const told = explained(report).map((job) => [
    `**${escaped(shortened(job.name, 60))}**`,
    "",
    ...[waterfall(job), bill(job), inputsChanged(job, options), assumptions(job)].flat(),
  ]);
  return told.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

function waterfall({ estimate: { memory_gib } }: JobReport): readonly string[] {
  if (!memory_gib.peak) return [];
  const parts = PARTS.flatMap((part) => (memory_gib[part] ? [`${part} ${formatNumber(memory_gib[part])}`] : []));
  const capacity = memory_gib.capacity === null ? "" : ` of ${formatGib(memory_gib.capacity)}`;
  return [`- memory: ${parts.join(" + ")} = ${formatGib(memory_gib.peak.expected)}${capacity}`];
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

/** `2` (base line) → `3` (head line): the base has no address here, its file may have been renamed. */
function inputsChanged({ change }: JobReport, options: RenderOptions): readonly string[] {
  const inputs = change?.inputs ?? [];
  const shown = inputs.slice(0, MOST_INPUTS).map(({ path, from, to, file, line, base_file, base_line }) => {
    const [before, after] = values(from, to);
    const was = base_file === null ? "" : ` (${link(base_file, base_line, {})} on base)`;
    const is = file === null ? "" : ` (${link(file, line, options)})`;
    return `- changed: ${code(path)} ${code(before)}${was} → ${code(after)}${is}`;
  });
  return inputs.length > MOST_INPUTS ? [...shown, more(inputs.length - MOST_INPUTS, "- and")] : shown;
}

/** What is assumed for one reason stands together. */
function assumptions(job: JobReport): readonly string[] {
  const made = new Map<string, string[]>();
  for (const [path, note] of assumedInputs(job)) made.set(note, [...(made.get(note) ?? []), code(stated(path, job.origins[path]?.value))]);
  const told = [...made].map(([note, inputs]) => `${inputs.join(", ")} (${escaped(note)})`);
  return told.length === 0 ? [] : [`- assumed: ${told.join("; ")}`];
}

/** As a directive would state it; a report of an older version has no value. */
const stated = (path: string, value: unknown) => (value === undefined || value === null ? path : `${path}=${shortly(value)}`);
