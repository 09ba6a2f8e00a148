import type { JobReport } from "../model/report.js";
import type { CliWorld } from "../model/world.js";
import { plural } from "../reporters/order.js";
import { analysed, written } from "./check.js";
import { type Options, UsageError } from "./options.js";

const CONFIG = ".traincost.yml";
const WORKFLOW = ".github/workflows/traincost.yml";

/** `traincost init`: a config and a workflow for what is found here. Nothing that exists is overwritten. */
export function init(words: readonly string[], options: Options, world: CliWorld): number {
  if (words.length > 0) throw new UsageError("init takes no words: run it at the top of the repository");
  const { jobs } = analysed(["."], options, world, "estimate");
  const formats = [...new Set(jobs.flatMap(({ sources }) => sources.map(({ format }) => format)))].sort();
  const dearest = Math.max(0, ...jobs.map(({ estimate }) => estimate.cost?.high ?? 0));
  const full = jobs.filter(isFull).length;
  write(CONFIG, configFor(formats, dearest, full), world);
  write(WORKFLOW, WORKFLOW_TEXT, world);
  world.note(
    jobs.length === 0
      ? "no training job was found yet"
      : `${jobs.length} training ${plural(jobs.length, "job")} found: ${formats.join(", ")}`,
  );
  return 0;
}

function write(path: string, text: string, world: CliWorld): void {
  const full = `${world.cwd}/${path}`;
  if (world.stat(full) !== "missing") {
    world.note(`${path} is there already: left as it is`);
    return;
  }
  written(path, text, world, full);
  world.print(`wrote ${path}\n`);
}

/** Over the share of memory that a first config would let fail. */
const isFull = ({ estimate: { memory_gib } }: JobReport) => (memory_gib.peak?.high ?? 0) > FULL * (memory_gib.capacity ?? Infinity);
const FULL = 0.95;

/** Nothing fails on the first day: what is too full already only warns. */
const memoryFor = (full: number) =>
  full === 0
    ? "{warn: 85%, fail: 95%, at: high}"
    : `{warn: 85%, at: high}  # and fail: 95%, once ${full === 1 ? "the job" : `all ${full} jobs`} above it fit${full === 1 ? "s" : ""}`;

/** A round amount above today's dearest job: nothing fails on the first day. */
const roundUp = (usd: number) => {
  const unit = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(usd, 1))));
  return Math.ceil((1.2 * usd) / unit) * unit || 100;
};

const configFor = (
  formats: readonly string[],
  dearest: number,
  full: number,
) => `# traincost: https://github.com/traincost/traincost/blob/main/docs/budgets.md
version: 1
# Formats found: ${formats.join(", ") || "none yet"}
budgets:
  - name: per-job
    per: job
    cost: {fail: ${roundUp(dearest)}, at: expected}
    memory: ${memoryFor(full)}
    unknown: ok
`;

/** `examples/workflows/default.yml`, held by a test: nothing is read from beside the bundle. */
const WORKFLOW_TEXT = `# Estimates every training job a pull request adds or changes, and comments.
name: traincost
on: pull_request
permissions:
  contents: read
  pull-requests: write
jobs:
  cost:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@93cb6efe18208431cddfb8368fd83d5badbf9bfd # v5.0.1
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: traincost/traincost@v0 # pin to the commit of the release you reviewed
`;
