// npm run accuracy [-- OPTION]: the estimates of dist/cli.js against published measurements, by group and by publication.
//   --leave-one-source-out  every case held against ranges of the other publications only
//   --spread                10th and 90th percentile of measured / estimated by group and size: what ranges are drawn from
//   --write, --check        make docs/accuracy.md, or say whether it is of this build
// The measurements stand beside the project, as native manifests; without them there is nothing to do.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cases, TRUTH } from "./accuracy-cases.mjs";
import { groupTable, leftOutTable, publicationTable, spreadTable, thumbTable } from "./accuracy-tables.mjs";

const PAGE = "docs/accuracy.md";
const TITLES = {
  memory: "Peak memory per device",
  throughput: "Tokens per second per accelerator",
  gpu_hours: "GPU-hours of whole runs",
};

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

/** One measure: what leaving publications out shows, all rows, the rule of thumb, and every publication folded away. */
function section(title, rows) {
  const thumb = thumbTable(rows);
  const beside = thumb.length === 0 ? [] : ["Beside the rule of thumb, computed on the same rows:", "", ...thumb, ""];
  return [
    `## ${title}`,
    "",
    "Leaving publications out:",
    "",
    ...leftOutTable(rows),
    "",
    "All rows, those included that constants were fitted on:",
    "",
    ...groupTable(rows),
    "",
    ...beside,
    "<details><summary>By publication</summary>",
    "",
    ...publicationTable(rows),
    "",
    "</details>",
    "",
  ].join("\n");
}

function main(options) {
  const measured = Object.entries(TITLES).map(([what, title]) => [title, cases(what)]);
  const page = () => `${INTRODUCTION}\n${measured.map(([title, rows]) => section(title, rows)).join("\n")}\n${OTHERS}`;
  if (options.includes("--write")) writeFileSync(PAGE, page());
  else if (!options.includes("--check")) {
    const tableOf = options.includes("--spread") ? spreadTable : options.includes("--leave-one-source-out") ? leftOutTable : groupTable;
    for (const [title, rows] of measured) console.log([title, ...tableOf(rows)].join("\n"));
  } else if (!existsSync(PAGE) || readFileSync(PAGE, "utf8") !== page()) {
    console.error(`${PAGE} is not of this build: npm run accuracy -- --write`);
    process.exitCode = 1;
  }
}

if (existsSync(TRUTH)) main(process.argv.slice(2));
else console.log("no measurements beside this checkout: skipped");
