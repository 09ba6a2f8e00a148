// npm run accuracy [-- --write] [-- --leave-one-source-out]: the estimates against published measurements, by group and by source.
// --write: docs/accuracy.md; --check: whether it is up to date. The measurements stand beside the project, as native manifests; without them there is nothing to do.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TRUTH = "../shared/truth";
/** Collected by the project from publications that the other rows do not have: calibration/README.md. */
const COLLECTED = "calibration/published";
const WHATS = [
  ["memory", "peak memory per device"],
  ["throughput", "tokens per second per accelerator"],
  ["gpu_hours", "GPU-hours of whole runs"],
];

if (!existsSync(TRUTH)) {
  console.log("no measurements beside this checkout: skipped");
  process.exit(0);
}

/** Every measured case with its estimate: `point`, its 80 % `range`, and `ratio` = measured / estimated. */
function cases(what) {
  const rows = [TRUTH, COLLECTED].flatMap((folder) =>
    readFileSync(`${folder}/${what}.jsonl`, "utf8")
      .trim()
      .split("\n")
      .map((line) => ({ ...JSON.parse(line), collected: folder === COLLECTED })),
  );
  const folder = mkdtempSync(join(tmpdir(), "traincost-accuracy-"));
  const file = join(folder, "cases.traincost.yml");
  const header = (id) => ({ apiVersion: "traincost/v1", kind: "TrainingJob", name: id });
  writeFileSync(file, rows.map((row) => JSON.stringify({ ...header(row.id), ...row.manifest })).join("\n---\n"));
  const args = ["dist/cli.js", "estimate", file, "--format", "json", "--fail-on", "never", "--quiet"];
  const report = JSON.parse(
    execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] }),
  );
  rmSync(folder, { recursive: true });
  const jobs = new Map(report.jobs.map((job) => [job.name, { ...job.estimate, at40: flat(job) }]));
  return rows
    .filter(({ truth }) => typeof truth.value === "number")
    .map((row) => ({ ...row, ...pick(jobs.get(row.id), row.truth) }))
    .filter(({ point }) => point !== null);
}

/** "6ND at 40 % MFU", the usual rule of thumb, with this job's parameters (active ones of a mixture of experts) and its card's half-precision peak. */
const FLAT_MFU = 0.4;
function flat({ model, estimate, resources }) {
  const parameters = model.active_parameters ?? model.parameters;
  const peak = peakOf(estimate);
  if (!parameters || !peak) return {};
  const rate = (FLAT_MFU * peak) / (6 * parameters);
  const tokens = termOf(estimate, "work.tokens");
  return { throughput: rate, gpu_hours: tokens && resources.accelerators ? tokens / rate / 3600 : null };
}

const termOf = ({ terms }, id) => terms.find((term) => term.id === id)?.value ?? null;
/** mfu = FLOPs of a token × tokens per second and accelerator ÷ peak. */
function peakOf(estimate) {
  const flops = termOf(estimate, "time.flops");
  return estimate.mfu && flops ? (flops * estimate.tokens_per_second_per_accelerator) / estimate.mfu : null;
}

function pick(estimate, { what, metric, value }) {
  const held = (range, point) => range && { low: (range.low * point) / range.expected, high: (range.high * point) / range.expected };
  if (what === "peak_gib") {
    const memory = estimate?.memory_gib;
    const peak = memory?.peak;
    const point =
      (/alloc|active/.test(metric ?? "") ? memory?.peak_allocated : /reserv/.test(metric ?? "") ? memory?.peak_reserved : peak?.expected) ??
      null;
    return { point, range: held(peak, point), ratio: value / point };
  }
  const found = what === "gpu_hours" ? estimate?.gpu_hours : estimate?.tokens_per_second_per_accelerator;
  const point = (typeof found === "number" ? found : found?.expected) ?? null;
  const other = what === "gpu_hours" ? estimate?.at40?.gpu_hours : estimate?.at40?.throughput;
  return { point, range: typeof found === "number" ? null : (found ?? null), ratio: value / point, flat: other ? value / other : null };
}

const quantile = (values, q) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
};
const percent = (share) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "");
const sourceOf = ({ source }) =>
  source
    .replace(/^(github:|https?:\/\/(github\.com\/)?)/, "")
    .split(/[@:;#^ ]/)[0]
    .split("/")
    .slice(0, 2)
    .join("/");
const by = (rows, key) =>
  Map.groupBy ? Map.groupBy(rows, key) : rows.reduce((map, row) => map.set(key(row), [...(map.get(key(row)) ?? []), row]), new Map());

function line(name, rows) {
  const errors = rows.map(({ ratio }) => Math.abs(1 / ratio - 1));
  const ranged = rows.filter(({ range }) => range);
  const inside = ranged.filter(({ range, truth }) => truth.value >= range.low && truth.value <= range.high).length;
  const bias = quantile(
    rows.map(({ ratio }) => 1 / ratio - 1),
    0.5,
  );
  const cells = [
    name,
    rows.length,
    new Set(rows.map(sourceOf)).size,
    percent(quantile(errors, 0.5)),
    percent(quantile(errors, 0.9)),
    percent(bias),
  ];
  return `| ${[...cells, ranged.length > 0 ? percent(inside / ranged.length) : ""].join(" | ")} |`;
}

/** Rows of one publication that count, so that none draws a range alone: as many, evenly over its ratios. */
const COUNT = 8;
function thinned(rows) {
  const ratios = rows.map(({ ratio }) => ratio).sort((a, b) => a - b);
  if (ratios.length <= COUNT) return ratios;
  return Array.from({ length: COUNT }, (_, i) => ratios[Math.round((i * (ratios.length - 1)) / (COUNT - 1))]);
}

/** What a range would hold that was drawn from the other publications only: 10th to 90th percentile of their measured / estimated. */
function leftOut(rows) {
  const sources = by(rows, sourceOf);
  if (sources.size < 3) return null;
  const judged = [...sources].flatMap(([source, members]) => {
    const others = [...sources].flatMap(([other, theirs]) => (other === source ? [] : thinned(theirs)));
    const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => quantile(others, share));
    return members.map(({ ratio }) => ({ held: ratio >= low && ratio <= high, error: Math.abs(middle / ratio - 1) }));
  });
  const errors = judged.map(({ error }) => error);
  return { held: judged.filter(({ held }) => held).length / judged.length, median: quantile(errors, 0.5), p90: quantile(errors, 0.9) };
}

const HEAD =
  "| group | cases | publications | median error | 90th percentile | bias | in the 80 % range |\n|---|---:|---:|---:|---:|---:|---:|";

function section([what, title]) {
  const rows = cases(what);
  const groups = [...by(rows, ({ group }) => group)].filter(([, members]) => members.length >= 5).sort(([a], [b]) => (a < b ? -1 : 1));
  const collected = [...by(rows, (row) => row.collected)].map(([own, members]) =>
    line(own ? "*collected 2026-11-25*" : "*given with the issue*", members),
  );
  const table = [HEAD, ...groups.map(([name, members]) => line(name, members)), ...collected, line("**all**", rows)];
  const outside = [...groups, ["all", rows]].flatMap(([name, members]) => {
    const out = leftOut(members);
    return out ? [`| ${name} | ${percent(out.median)} | ${percent(out.p90)} | ${percent(out.held)} |`] : [];
  });
  const left = ["| group | median error | 90th percentile | held by a range of the others |", "|---|---:|---:|---:|", ...outside];
  const sources = [...by(rows, sourceOf)].sort((a, b) => b[1].length - a[1].length).map(([name, members]) => line(name, members));
  return { title, table, left, sources: [HEAD.replace("group", "publication"), ...sources], rows };
}

/** The rule of thumb on the same rows; nothing where there is none (memory). */
function thumb(rows) {
  const both = rows.filter(({ flat }) => flat);
  if (both.length === 0) return [];
  const cells = (name, errors) => `| ${name} | ${both.length} | ${percent(quantile(errors, 0.5))} | ${percent(quantile(errors, 0.9))} |`;
  const error = (ratio) => Math.abs(1 / ratio - 1);
  return [
    "Beside the rule of thumb, computed on the same rows:",
    "",
    "| estimator | cases | median error | 90th percentile |",
    "|---|---:|---:|---:|",
    cells(
      "traincost",
      both.map(({ ratio }) => error(ratio)),
    ),
    cells(
      "6 × parameters × tokens at 40 % of peak",
      both.map(({ flat }) => error(flat)),
    ),
    "",
  ];
}

/** What was seen of other tools when the estimator was designed, on rows of that time; they were run then and not again by this script. */
const OTHERS = `## Other tools

Read from their sources and run on single published rows in November 2026 (commits in brackets), not run again for this page.

| tool | what it answers | measured |
|---|---|---|
| EleutherAI cookbook \`calc_transformer_mem\` (827ee3b2) | Llama-3-8B, torchtitan, 8 H100: 728 GiB; 70B with tensor parallelism 8: 2,727 GiB | 82.4 GiB; 71.9 GiB |
| EleutherAI cookbook \`calc_transformer_flops\` (827ee3b2) | Llama-2-7B on 1T tokens: 7.76e22 FLOP | 5.74e22 by the causal count: +35 % |
| llm-analysis (d841e40a) | 292 throughputs: median error 83 % at its default efficiency 1.0, 17 % at 0.5, 30 % at 0.7; memory of 70B with tensor parallelism 8: −55 % | |
| accelerate \`estimate-memory\` (00e4d264) | Llama-2-7B: 50.2 GiB whatever the run | 20.4 to 44.8 GiB |
| DeepSpeed memory estimators (edaa7221) | states only; Llama-3-8B over 128 devices: 3.0 GiB | 67.0 GiB |
`;

const INTRODUCTION = `# Accuracy

Published measurements, written as native manifests, against what traincost estimates for them without running anything. An error is |estimated / measured − 1|; bias is the median of
estimated / measured − 1. \`npm run accuracy -- --write\` makes this page where the measurements stand beside the project.

Constants of the estimator were fitted on some of these rows (each says on which), so these tables are optimistic. "Leaving publications out" is not: for every case the middle and
the 80 % range are drawn from the other publications only, none counting for more than eight cases, and the case is held against them. The rows collected on 2026-11-25 stand in
[calibration/](../calibration/README.md), with what the version before them made of them at first sight.
`;

const sections = WHATS.map(section);
const pages = sections.map(({ title, table, left, sources, rows }) =>
  [
    `## ${title[0].toUpperCase()}${title.slice(1)}`,
    "",
    "Leaving publications out:",
    "",
    ...left,
    "",
    "All rows, those included that constants were fitted on:",
    "",
    ...table,
    "",
    ...thumb(rows),
    "<details><summary>By publication</summary>",
    "",
    ...sources,
    "",
    "</details>",
    "",
  ].join("\n"),
);

const page = `${INTRODUCTION}\n${pages.join("\n")}\n${OTHERS}`;
if (process.argv.includes("--write")) writeFileSync("docs/accuracy.md", page);
else if (process.argv.includes("--check")) {
  const same = existsSync("docs/accuracy.md") && readFileSync("docs/accuracy.md", "utf8") === page;
  if (!same) console.error("docs/accuracy.md is not of this build: npm run accuracy -- --write");
  process.exitCode = same ? 0 : 1;
} else if (process.argv.includes("--leave-one-source-out"))
  for (const { title, left } of sections) console.log([title, ...left].join("\n"));
else for (const { title, table } of sections) console.log([title, ...table].join("\n"));

if (process.argv.includes("--spread"))
  for (const { title, rows } of sections)
    for (const [name, members] of by(
      rows,
      ({ group, manifest }) =>
        `${group} ${(manifest.resources?.accelerators_per_node ?? 1) * (manifest.resources?.nodes ?? 1) >= 64 ? "many" : ""}`,
    ))
      console.log(
        title,
        name,
        members.length,
        "q10",
        quantile(
          members.map(({ ratio }) => ratio),
          0.1,
        ).toFixed(2),
        "q90",
        quantile(
          members.map(({ ratio }) => ratio),
          0.9,
        ).toFixed(2),
      );
