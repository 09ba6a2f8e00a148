import type { Config } from "../config/types.js";
import type { Accelerator } from "../model/catalog.js";
import { type Diagnostic, RULES, type Rule } from "../model/diagnostic.js";
import { isFactName } from "../model/facts.js";
import type { Place } from "../model/place.js";
import { gib, hours } from "../model/units.js";
import { formatGib, formatHours } from "../model/words.js";
import { contradictions } from "./contradictions.js";
import type { CheckedJob } from "./input.js";

interface Told {
  readonly message: string;
  readonly at?: Place | undefined;
  readonly help?: string;
}

interface Circumstances {
  readonly config: Config;
  readonly today: string;
}

/** Every rule about an estimated job: null where it is content. */
const JOB_RULES: Readonly<Partial<Record<Rule, (job: CheckedJob, around: Circumstances) => Told | null>>> = {
  "memory/exceeds-device": ({ estimate, facts }) => memory(estimate, facts, "no", "will not fit"),
  "memory/tight": ({ estimate, facts }) => memory(estimate, facts, "tight", "may not fit"),
  "memory/evaluation": ({ estimate: { evaluation, capacity, fits }, facts }) => {
    if (!evaluation || capacity === null || fits === "no" || evaluation.expected <= capacity) return null;
    const [rows, limit] = [facts["training.per_device_eval_batch_size"], facts["training.sequence_length"]];
    const several = rows && rows.value > 1;
    const said =
      rows?.kind === "declared" || rows?.kind === "override" ? "" : rows?.kind === "derived" ? " (as it trains on)" : " (the default)";
    const short = evaluation.low < evaluation.expected ? `, ${formatGib(gib(evaluation.low))} where rows are as short as usual` : "";
    return {
      message: `evaluation takes ${rows?.value} ${several ? "rows" : "row"} at once${said}: with their logits about ${formatGib(gib(evaluation.expected))} of ${formatGib(gib(capacity))} where rows reach the ${limit?.value} tokens of the limit${short}`,
      at: (rows?.at ? rows : facts["training.eval_strategy"])?.at,
      help: several ? "per_device_eval_batch_size: 1" : "a shorter sequence length",
    };
  },
  "memory/host-over-limit": ({ estimate, facts }) => {
    const limit = facts["resources.memory_limit"];
    if (!limit || !estimate.host_memory || estimate.host_memory.expected <= limit.value) return null;
    return {
      message: `a node needs about ${formatGib(gib(estimate.host_memory.expected))} of host memory, and ${formatGib(gib(limit.value))} are asked for`,
      at: limit.at,
      help: "ask for more memory, or offload less",
    };
  },
  "time/over-limit": ({ estimate, facts }) => {
    const limit = facts["resources.time_limit"];
    if (!limit || !estimate.wall || estimate.wall.expected <= limit.value) return null;
    return {
      message: `about ${formatHours(hours(estimate.wall.expected))} are expected, and the scheduler stops the job after ${formatHours(hours(limit.value))}`,
      at: limit.at,
      help: "raise the limit, or save checkpoints and resume",
    };
  },
  "time/no-limit": ({ facts, job, managed }) => {
    if (managed !== undefined) return null;
    const rents = job.sources.some(({ role }) => role === "launch");
    return rents && !facts["resources.time_limit"]
      ? { message: "nothing stops this job if it hangs", at: job.at, help: "declare a time limit" }
      : null;
  },
  "price/end-of-service": ({ managed, facts }) =>
    managed?.status && /wind-down|shut down|retire|deprecated/i.test(managed.status)
      ? {
          message: `${managed.provider}, ${managed.model}: ${managed.status}`,
          at: facts["model.id"]?.at,
          help: "choose a model that will still be served",
        }
      : null,
  "price/stale": ({ price }, { config, today }) => {
    if (!price?.as_of || config.max_age_days === null) return null;
    const days = Math.round((Date.parse(today) - Date.parse(price.as_of)) / 86_400_000);
    return days > config.max_age_days
      ? { message: `the price is of ${price.as_of}, ${days} days old`, help: "add your own under prices.rates" }
      : null;
  },
  "precision/unsupported": ({ facts, accelerator }) => {
    const precision = facts["training.precision"];
    if (precision?.kind !== "declared" || !accelerator) return null;
    const instead = insteadOf(precision.value, accelerator);
    return instead === null ? null : { message: `this accelerator has no ${precision.value}`, at: precision.at, help: `use ${instead}` };
  },
};

/** What is left: nothing is sharded twice, nor over one accelerator, and adapters are not trained instead of adapters. */
function wayOut(facts: CheckedJob["facts"], accelerators: number | null): string {
  const sharded = /^(zero3|fsdp|hsdp)$/.test(facts["parallelism.strategy"]?.value ?? "");
  if ((accelerators ?? 1) > 1) return sharded ? "shard the model over more accelerators" : "shard the model (zero3 or fsdp)";
  const method = facts["training.method"]?.value;
  return method === "full"
    ? "train adapters (lora or qlora)"
    : method === "lora"
      ? "quantize the base (qlora)"
      : "take an accelerator with more memory";
}

/** Cards of before 2020 compute half precision in fp16 only; what has bf16 and no figure for fp8 has no units for it. */
function insteadOf(precision: string, { id, bf16_tflops, fp8_tflops }: Accelerator): "fp16" | "bf16" | null {
  const old = /^(V100|T4|P100|P40|K80|GTX|RTX 20|TITAN RTX|Quadro RTX|MI50)/.test(id);
  if (old) return /bf16|fp8|tf32/.test(precision) ? "fp16" : null;
  return precision === "fp8" && bf16_tflops !== null && fp8_tflops === null ? "bf16" : null;
}

function memory(estimate: CheckedJob["estimate"], facts: CheckedJob["facts"], fits: "no" | "tight", words: string): Told | null {
  if (estimate.fits !== fits || !estimate.memory || estimate.capacity === null) return null;
  const { low, expected, high } = estimate.memory.peak;
  return {
    message: `${words}: about ${formatGib(gib(expected))} (${formatGib(gib(low))} to ${formatGib(gib(high))}) of ${formatGib(gib(estimate.capacity))} at its peak`,
    at: facts["training.micro_batch_size"]?.at ?? facts["training.sequence_length"]?.at,
    help: relief(facts, estimate.accelerators),
  };
}

/** The cheapest change that is not in use yet. */
function relief(facts: CheckedJob["facts"], accelerators: number | null): string {
  if (facts["training.gradient_checkpointing"]?.value === false) return "turn on gradient_checkpointing";
  if ((facts["training.micro_batch_size"]?.value ?? 1) > 1) return "lower the micro batch and raise gradient_accumulation_steps";
  const spread = wayOut(facts, accelerators);
  if (facts["training.fused_loss"]?.value !== true) return `use a fused loss (use_liger_kernel), a shorter sequence, or ${spread}`;
  return spread;
}

/** What the rules say of one job, and one line for each key that would lift a refusal. */
export function ruleFindings(checked: CheckedJob, around: Circumstances): readonly Diagnostic[] {
  const told = Object.entries(JOB_RULES).flatMap(([rule, look]) => {
    const found = look?.(checked, around);
    return found ? [toDiagnostic(rule as Rule, { ...found, at: found.at ?? checked.job.at })] : [];
  });
  const refused = new Map(checked.estimate.refused.map((each) => [each.add, each]));
  const missing = [...refused.values()].map(({ reason, add }) =>
    toDiagnostic("estimate/refused", {
      message: `${checked.estimate.refused
        .filter((each) => each.add === add)
        .map(({ what }) => what)
        .map((what, i, all) => (i === 0 ? what : `${i === all.length - 1 ? " and " : ", "}${what}`))
        .join("")} cannot be estimated: ${reason}`,
      at: checked.job.at,
      help: helpToAdd(add),
    }),
  );
  const odd = contradictions(checked).map((each) => toDiagnostic("input/contradiction", { ...each, at: each.at ?? checked.job.at }));
  return [...told, ...odd, ...missing];
}

/** Keys of an architecture have no line of their own in a foreign manifest; the size of the model has, and does as well. */
const helpToAdd = (add: string) =>
  isFactName(add) ? `add ${add}, as in # traincost: ${add}=…` : `add ${add}, or the size alone, as in # traincost: model.parameters=…`;

const toDiagnostic = (rule: Rule, { message, at, help }: Told): Diagnostic => ({
  rule,
  severity: RULES[rule].severity,
  message,
  ...(at && { at }),
  ...(help !== undefined && { help }),
});
