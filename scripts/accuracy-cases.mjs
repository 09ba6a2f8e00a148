// Published measurements, each with what the built command line estimates for it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const TRUTH = "../shared/truth";
/** Collected by the project from publications that the other rows do not have: calibration/README.md. */
const COLLECTED = "calibration/published";

/** Every measured case with its estimate: `point`, its 80 % `range`, and `ratio` = measured / estimated. */
export function cases(what) {
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

const REPOSITORY = /^(?:github:|(?:https?:\/\/)?github\.com\/|issues |README of )([\w.-]+\/[\w.-]+)/;
const HUGGING_FACE = /^HF (?:collections\/)?([\w.-]+)\//;
const SITE = /^(?:https?:\/\/)?([\w.-]+\.[a-z]+\/[\w.-]+)/;
const PAPER = /^arXiv \d{4}\.\d{4,5}/;
/** Where in a publication that has only words for a name: a page, a table, a section. */
const PLACE = /[,;(]| (?:text|quoted|Table|p\d|s\d).*/;

/** The publication that a row is of, from its `source`: a repository, an account of a site, a paper, or the words for what has no address. */
export function publicationOf({ source }) {
  const text = source.replace(/^a public repository whose name the search did not give \(/, "");
  if (text.startsWith("HF blog ")) return "huggingface/blog";
  const account = HUGGING_FACE.exec(text)?.[1];
  if (account) return `huggingface.co/${account}`;
  return REPOSITORY.exec(text)?.[1] ?? SITE.exec(text)?.[1] ?? PAPER.exec(text)?.[0] ?? text.split(PLACE)[0].trim();
}
