import type { Estimate } from "../model/estimate.js";
import { type FactName, type Facts, type Get, type KnownFacts, valuesOf } from "../model/facts.js";
import { derived } from "../model/known.js";
import type { Alternative } from "../model/report.js";
import { pretrains } from "../model/training.js";
import { GIB, scale } from "../model/units.js";

/** One job worked out: what any trial gives. */
export interface Trial {
  readonly facts: KnownFacts;
  readonly estimate: Estimate;
}

type Change = { readonly [F in FactName]?: Facts[F] };

/** A change of the manifest that keeps what is learned, or says what it gives up; undefined where it does not apply. */
interface Idea {
  readonly title: string;
  changes(now: Get): Change | undefined;
}

/** Smallest first: what costs nothing, what costs time, what changes the method, what changes the machine. */
const SHRINK: readonly Idea[] = [
  {
    title: "compute the loss without full logits",
    changes: (now) => (now("training.fused_loss") ? undefined : { "training.fused_loss": true }),
  },
  {
    title: "smaller micro batches, more accumulation",
    changes: (now) => {
      const micro = now("training.micro_batch_size") ?? 1;
      if (micro < 2) return undefined;
      return {
        "training.micro_batch_size": 1,
        "training.gradient_accumulation_steps": (now("training.gradient_accumulation_steps") ?? 1) * micro,
      };
    },
  },
  {
    title: "recompute activations in the backward pass",
    changes: (now) => (now("training.gradient_checkpointing") === true ? undefined : { "training.gradient_checkpointing": true }),
  },
  {
    title: "shard weights, gradients and optimizer over the accelerators",
    changes: (now) => {
      const several = (now("resources.accelerators_per_node") ?? 1) * (now("resources.nodes") ?? 1) > 1;
      const strategy = now("parallelism.strategy");
      return several && !/zero3|fsdp|hsdp/.test(strategy ?? "") ? { "parallelism.strategy": "fsdp" } : undefined;
    },
  },
  {
    title: "an 8-bit optimizer",
    changes: (now) =>
      now("training.method") === "full" && /^adamw(_torch(_fused)?)?$/.test(now("training.optimizer") ?? "")
        ? { "training.optimizer": "adamw_bnb_8bit" }
        : undefined,
  },
  {
    title: "quantize the frozen weights (QLoRA)",
    changes: (now) => (now("training.method") === "lora" ? { "training.method": "qlora", "training.quantization": "nf4" } : undefined),
  },
  {
    title: "train adapters instead of all weights (LoRA, rank 16)",
    changes: (now) =>
      now("training.method") === "full" && !pretrains(now("training.objective"))
        ? { "training.method": "lora", "training.lora.rank": 16, "training.lora.target_modules": "all-linear" }
        : undefined,
  },
];
const CARDS = ["L40S", "A100-40GB", "A100-80GB", "H100", "H200", "B200"];
const LIST_LENGTH = 5;
/** Not worth a change below this. */
const CHEAPER = 0.95;

/** Changes that make a job fit, or cheaper, each proven by `again`: the estimator on the changed facts. Best first. */
export function advise(said: KnownFacts, job: Trial, again: (facts: KnownFacts) => Trial): readonly Alternative[] {
  if (job.estimate.memory === null) return [];
  const proven = (title: string, change: Change): Alternative[] => {
    const trial = again({ ...said, ...known(change) });
    return helps(job.estimate, trial.estimate) ? [alternative(title, change, job, trial)] : [];
  };
  const small = job.estimate.fits === "yes" ? [] : shrunk(job, proven, said, again);
  const card = job.facts["resources.accelerator"]?.value ?? "";
  const machines = CARDS.filter((name) => !card.startsWith(name)).flatMap((name) =>
    proven(`the same on ${name}`, { "resources.accelerator": name }),
  );
  const cheapest = machines.sort((a, b) => (a.cost?.expected ?? Infinity) - (b.cost?.expected ?? Infinity)).slice(0, 2);
  return [...small, ...cheapest].slice(0, LIST_LENGTH);
}

/** Each idea alone; where none is enough, one after the other until the job fits, and then without those that are not needed. */
function shrunk(
  job: Trial,
  proven: (title: string, change: Change) => Alternative[],
  said: KnownFacts,
  again: (facts: KnownFacts) => Trial,
) {
  const ideas = SHRINK.flatMap((idea) => {
    const change = idea.changes(valuesOf(job.facts));
    return change ? [{ title: idea.title, change }] : [];
  });
  const alone = ideas.flatMap(({ title, change }) => proven(title, change));
  if (alone.length > 0) return alone.slice(0, 3);
  const fits = (some: typeof ideas) =>
    again({ ...said, ...known(Object.assign({}, ...some.map(({ change }) => change))) }).estimate.fits === "yes";
  const count = ideas.findIndex((_, index) => fits(ideas.slice(0, index + 1)));
  if (count < 0) return [];
  const enough = ideas.slice(0, count + 1).reduceRight(
    (kept, idea) => {
      const without = kept.filter((each) => each !== idea);
      return fits(without) ? without : kept;
    },
    ideas.slice(0, count + 1),
  );
  return proven(enough.map(({ title }) => title).join("; "), Object.assign({}, ...enough.map(({ change }) => change)));
}

const known = (change: Change): KnownFacts =>
  Object.fromEntries(Object.entries(change).map(([name, value]) => [name, derived(value, "tried by advise")]));

/** It fits where it did not, or costs less and still fits. */
function helps(before: Estimate, after: Estimate): boolean {
  if (before.fits !== "yes") return after.fits === "yes";
  return after.fits === "yes" && before.cost !== null && after.cost !== null && after.cost.expected < CHEAPER * before.cost.expected;
}

function alternative(title: string, change: Change, job: Trial, { estimate }: Trial): Alternative {
  return {
    title,
    changes: Object.entries(change).map(([path, to]) => {
      const from = job.facts[path as FactName];
      return { path, from: from?.value ?? null, to, file: from?.at?.file ?? null, line: from?.at?.line ?? null };
    }),
    cost: estimate.cost,
    peak_gib: estimate.memory && scale<number>(estimate.memory.peak, 1 / GIB),
  };
}
