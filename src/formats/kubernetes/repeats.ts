import type { MutableFacts } from "../../model/facts.js";
import type { Run } from "../../model/job.js";
import { declared, derived } from "../../model/known.js";
import type { Cursor } from "../../text/cursor.js";
import { wholeAt } from "../launched.js";
import type { Group } from "./kinds.js";

/** How often the work is done, and whether its pods do one piece of it together. */
export function repeats({ job, indexed }: Group, runs: readonly Run[], text: string): MutableFacts {
  if (!job) return {};
  return !indexed && isQueue(job, runs, text) ? oneByOne(job) : again(job);
}

/** More completions than pods at a time: the same work again and again. */
function again(job: Cursor): MutableFacts {
  const [cell, parallel] = [job.at("completions"), job.at("parallelism")];
  const [completions, parallelism] = [wholeAt(cell), parallel.kind === "absent" ? 1 : wholeAt(parallel)];
  if (completions === undefined || parallelism === undefined || completions <= parallelism) return {};
  const times = Math.ceil(completions / parallelism);
  return { runs: derived(times, `${completions} completions, ${parallelism} at a time`, [declared(times, cell.place)]) };
}

/** What tells one pod from another, or where they meet. */
const RANKS = /\b(WORLD_SIZE|NNODES|NUM_NODES|MASTER_ADDR|NODE_RANK|COORDINATOR_ADDRESS|JOB_COMPLETION_INDEX)\b/;

/** Pods that are not indexed have no rank: nothing makes them one run unless the manifest itself does. https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode */
const isQueue = (job: Cursor, runs: readonly Run[], text: string): boolean =>
  (wholeAt(job.at("parallelism")) ?? 1) > 1 &&
  /^(NonIndexed)?$/.test(job.at("completionMode").text() ?? "") &&
  !RANKS.test(text) &&
  !runs.some(({ facts }) => facts["resources.nodes"]);

function oneByOne(job: Cursor): MutableFacts {
  const cells = [job.at("parallelism"), job.at("completions")];
  const [parallelism = 1, completions = 0] = cells.map((cell) => wholeAt(cell) ?? 0);
  const times = Math.max(parallelism, completions);
  const from = [declared(times, (completions > parallelism ? cells[1] : cells[0])?.place ?? job.place)];
  return {
    runs: derived(times, "pods without an index work apart", from),
    "resources.nodes": derived(1, "pods without an index work apart", from),
  };
}
