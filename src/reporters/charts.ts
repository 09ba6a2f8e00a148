import { isThere } from "../model/changes.js";
import type { Interval, JobReport } from "../model/report.js";
import { formatGib, formatUsd } from "../model/words.js";
import { FITS, memory, moved, range } from "./cells.js";
import { html as escaped, shortened } from "./escape.js";
import { isShown, PARTS } from "./why.js";

/** Charts of the page: text is HTML and keeps its size on a phone, only the bars are SVG and stretch. */
const WIDE = 1000;
const HIGH = 16;
/** More bars than this nobody compares. */
const MOST_BARS = 40;
const NAME = 40;

interface Bar {
  readonly name: string;
  readonly figure: string;
  /** What is drawn, in words. */
  readonly says: string;
  readonly shapes: readonly string[];
}

/** One row: name, bar, figure. The picture says in words what it draws. */
function row({ name, figure, says, shapes }: Bar, id: string): string {
  const words = `<title id="${id}t">${escaped(name)}</title><desc id="${id}d">${escaped(says)}</desc>`;
  const svg = `<svg role="img" aria-labelledby="${id}t ${id}d" viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none">${words}${shapes.join("")}</svg>`;
  return `<li><span>${escaped(shortened(name, NAME))}</span>${svg}<span>${escaped(figure)}</span></li>`;
}

const list = (bars: readonly Bar[], id: string) => `<ol class="bars">${bars.map((bar, i) => row(bar, `${id}-${i}`)).join("")}</ol>`;

type Scale = (value: number) => number;
const scaleTo =
  (most: number): Scale =>
  (value) =>
    Number(((Math.max(0, value) / most) * WIDE).toFixed(1));

const rect = (x: Scale, from: number, to: number, [y, height]: readonly [number, number], kind = "") =>
  `<rect${kind === "" ? "" : ` class="${kind}"`} x="${x(from)}" y="${y}" width="${Math.max(2, Number((x(to) - x(from)).toFixed(1)))}" height="${height}"/>`;
const whisker = (x: Scale, { low, high }: Interval) => `<line x1="${x(low)}" x2="${x(high)}" y1="8" y2="8"/>`;
const edge = (x: Scale, at: number) => `<line class="edge" x1="${x(at)}" x2="${x(at)}" y1="0" y2="${HIGH}"/>`;

/** Expected cost as a bar, the 80 % range as a line over it. */
export function costs(jobs: readonly JobReport[]): string {
  const known = jobs.filter(isThere).flatMap(({ name, estimate: { cost } }) => (cost ? [{ name, cost }] : []));
  const shown = known.slice(0, MOST_BARS);
  const most = Math.max(...shown.map(({ cost }) => cost.high));
  if (shown.length < 2 || most <= 0) return "";
  const x = scaleTo(most);
  const bars = shown.map(({ name, cost }) => ({
    name,
    figure: formatUsd(cost.expected),
    says: range(cost, formatUsd),
    shapes: [rect(x, 0, cost.expected, [2, 12]), whisker(x, cost)],
  }));
  return `<h2>Cost by job</h2><p class="range">Bar: expected. Line: the range that holds four times in five.${left(known.length)}</p>${list(bars, "cost")}`;
}

const left = (count: number) => (count > MOST_BARS ? ` The first ${MOST_BARS} of ${count}.` : "");

/** Cost before and after, of what changed. */
export function changes(jobs: readonly JobReport[]): string {
  const all = jobs.flatMap((job) => {
    const { by, before, of } = moved(job);
    if (!by || by.expected === 0) return [];
    const was =
      before?.expected ?? (job.change?.status === "removed" ? -by.expected : Math.max(0, (job.estimate.cost?.expected ?? 0) - by.expected));
    return [{ name: job.name, before: was, after: Math.max(0, was + by.expected), of }];
  });
  const shown = all.slice(0, MOST_BARS);
  const x = scaleTo(Math.max(1e-9, ...shown.flatMap(({ before, after }) => [before, after])));
  if (shown.length === 0) return "";
  const bars = shown.map(({ name, before, after, of }) => {
    const says = `${formatUsd(before)} → ${formatUsd(after)} ${of}`.trim();
    return { name, figure: says, says, shapes: [rect(x, 0, before, [1, 6], "was"), rect(x, 0, after, [9, 6])] };
  });
  return `<h2>Change by job</h2><p class="range">Above: before. Below: after.${left(all.length)}</p>${list(bars, "change")}`;
}

/** What fills the device at its peak, step by step, against what it holds. Open where it does not surely fit. */
export function memories(jobs: readonly JobReport[]): string {
  const known = jobs.filter((job) => isThere(job) && job.estimate.memory_gib.peak);
  if (known.length === 0) return "";
  const note = `<p class="range">Each step begins where the last one ended. Dashed: what the device can hold.</p>`;
  return `<h2>Memory per GPU at the peak</h2>${note}${known.map(waterfall).join("")}`;
}

function waterfall(job: JobReport, index: number): string {
  const { memory_gib: parts, fits } = job.estimate;
  if (!parts.peak) return "";
  const { capacity, peak } = parts;
  const x = scaleTo(Math.max(capacity ?? 0, peak.high) * 1.02);
  const limit = capacity === null ? [] : [edge(x, capacity)];
  let end = 0;
  const steps: readonly Bar[] = PARTS.flatMap((part) => {
    const size = parts[part] ?? 0;
    const from = end;
    end += size;
    const says = formatGib(size);
    return size > 0 ? [{ name: part, figure: says, says, shapes: [rect(x, from, end, [2, 12]), ...limit] }] : [];
  });
  const total = [rect(x, 0, peak.expected, [2, 12], fits === "no" ? "over" : ""), whisker(x, peak), ...limit];
  const words = `${range(peak, formatGib)}${capacity === null ? "" : ` of ${formatGib(capacity)}`}`;
  const bars = [...steps, { name: "peak", figure: range(peak, formatGib), says: words, shapes: total }];
  const kind = { yes: "pass", tight: "warn", no: "fail", unknown: "unknown" }[fits];
  const open = isShown(job) && fits !== "yes" ? " open" : "";
  return `<details${open}><summary>${escaped(job.name)}: ${memory(job)}, <span class="${kind}">${FITS[fits]}</span></summary>${list(bars, `memory-${index}`)}</details>`;
}
