import type { FactName } from "../../model/facts.js";
import { formatCount } from "../../model/words.js";
import type { CheckedJob } from "../input.js";
import { defineRule, type Told } from "./rule.js";

export default defineRule({
  rule: "input/contradiction",
  look: (job) => [copies, batch, size, active].flatMap((look) => look(job) ?? []),
});

/** Only what somebody wrote can contradict: a default gives way. */
const said = ({ facts }: CheckedJob, name: FactName): number | undefined => {
  const known = facts[name];
  return known && (known.kind === "declared" || known.kind === "override") && typeof known.value === "number" ? known.value : undefined;
};

const SPLITS = ["parallelism.tensor", "parallelism.pipeline", "parallelism.context"] as const;

/** Devices that one copy of the model takes, against those there are. */
function copies(job: CheckedJob): Told | null {
  const [perNode, nodes] = [said(job, "resources.accelerators_per_node"), said(job, "resources.nodes") ?? 1];
  const copy = SPLITS.reduce((product, name) => product * (said(job, name) ?? 1), 1);
  if (perNode === undefined || copy === 1 || (perNode * nodes) % copy === 0) return null;
  const all = perNode * nodes;
  const counted = copy > all ? `; ${copy} are counted` : "";
  return {
    message: `tensor × pipeline × context parallelism takes ${copy} accelerators a copy, and ${all} are declared${counted}`,
    at: SPLITS.map((name) => job.facts[name]).find((known) => known?.kind === "declared" && Number(known.value) > 1)?.at,
    help: "let the product divide accelerators_per_node × nodes",
  };
}

/** sequences of a step = micro batch × accumulation × data-parallel ranks */
function batch(job: CheckedJob): Told | null {
  const [global, micro] = [said(job, "training.global_batch_size"), said(job, "training.micro_batch_size")];
  const [accumulation, ranks] = [said(job, "training.gradient_accumulation_steps"), job.estimate.data_parallel];
  if (global === undefined || micro === undefined || accumulation === undefined || ranks === null) return null;
  const product = micro * accumulation * ranks;
  if (product === global) return null;
  return {
    message: `micro batch × accumulation × data-parallel ranks is ${micro} × ${accumulation} × ${ranks} = ${product}, and global_batch_size says ${global}; ${product} are counted`,
    at: job.facts["training.global_batch_size"]?.at,
    help: "leave global_batch_size or gradient_accumulation_steps out",
  };
}

/** What a size in a manifest may be off by: rounding, and whether embeddings count. */
const ROUNDING = 1.25;

function size(job: CheckedJob): Told | null {
  const [parameters, counted] = [said(job, "model.parameters"), job.estimate.parameters];
  if (parameters === undefined || counted === null || Math.abs(Math.log(parameters / counted)) < Math.log(ROUNDING)) return null;
  return {
    message: `model.parameters says ${formatCount(parameters)}, and the model that is named has ${formatCount(counted)}; these are counted`,
    at: job.facts["model.parameters"]?.at,
    help: "leave model.parameters out, or name the model that is meant",
  };
}

function active(job: CheckedJob): Told | null {
  const [some, all] = [said(job, "model.active_parameters"), job.estimate.parameters];
  if (some === undefined || all === null || some <= all * ROUNDING) return null;
  return {
    message: `${formatCount(some)} parameters are active of ${formatCount(all)}`,
    at: job.facts["model.active_parameters"]?.at,
    help: "model.active_parameters is what each token passes, at most all of them",
  };
}
