import type { BudgetReport } from "../model/policy.js";
import type { Report } from "../model/report.js";
import { formatNumber, formatUsd } from "../model/words.js";

import { ICON, inCell, link } from "./comment-table.js";
import { code, markdown as escaped, shortened } from "./escape.js";
import { BY_VERDICT, plural } from "./order.js";
import type { RenderOptions } from "./reporter.js";
import { isShown } from "./why.js";

/** A part that opens on a click, with the number of rows or items in it. */
export function folded(title: string, lines: readonly string[], { open = false, count = itemsOf(lines) } = {}): readonly string[] {
  if (lines.length === 0) return [];
  return [`<details${open ? " open" : ""}><summary>${title}${count > 1 ? ` (${count})` : ""}</summary>`, "", ...lines, "", "</details>"];
}

function itemsOf(lines: readonly string[]): number {
  const head = lines.findIndex((line) => line.startsWith("|--"));
  return lines.filter((line, i) => line.startsWith("- ") || (line.startsWith("| ") && head >= 0 && i > head)).length;
}

/** How a changed job could be cheaper or fit; without a base, any job. */
export function alternatives({ jobs }: Report, options: RenderOptions): readonly string[] {
  return jobs.filter(isShown).flatMap(({ name, alternatives: all }) =>
    all.slice(0, 2).map(({ title, changes, cost, peak_gib }) => {
      const figures = [peak_gib && `${formatNumber(peak_gib.expected)} GiB`, cost && formatUsd(cost.expected)].filter(Boolean).join(", ");
      const edits = changes.map(
        ({ path, to, file, line }) => `${code(`${path}: ${to}`)}${file === null ? "" : ` at ${link(file, line, options)}`}`,
      );
      return `- **${escaped(shortened(name, 60))}** ${escaped(title)}${figures === "" ? "" : `: ${figures}`} (${edits.join(", ")})`;
    }),
  );
}

/** Worst first; of what holds, only budgets of what this change touches. */
export function budgets({ budgets: all, jobs }: Report): readonly string[] {
  const untouched = new Set(jobs.filter((job) => !isShown(job)).map(({ id }) => id));
  const shown = all.filter(({ job, verdict }) => verdict !== "pass" || job === null || !untouched.has(job));
  const rest = all.length - shown.length;
  const others = rest === 0 ? [] : ["", `${rest} more ${plural(rest, "limit")} of unchanged jobs: kept.`];
  if (shown.length === 0) return others.slice(1);
  const rows = [...shown].sort((a, b) => BY_VERDICT[a.verdict] - BY_VERDICT[b.verdict]).map(budgetRow);
  return ["| | Budget | Of | Metric | Measured | Limit | From |", "|---|---|---|---|---:|---:|---|", ...rows, ...others];
}

function budgetRow({ verdict, name, job, per, metric, measured, limit, unit, source }: BudgetReport): string {
  const told = (value: number | null) => (value === null ? "unknown" : `${formatNumber(value)} ${escaped(unit)}`);
  const from = inCell(code(`${source.file}:${source.line}`));
  return `| ${ICON[verdict]} | ${escaped(name)} | ${escaped(shortened(job ?? per, 60))} | ${escaped(metric)} | ${told(measured)} | ${told(limit)} | ${from} |`;
}
