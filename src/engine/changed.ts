import type { ChangeReport, JobReport } from "../model/report.js";

/** Which inputs differ, with the line on both sides: what the files say, and what follows from it (price, capacity, model size). */
export function changedInputs(before: JobReport, after: JobReport): ChangeReport["inputs"] {
  const [a, b] = [inputsOf(before), inputsOf(after)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => JSON.stringify(a.get(path) ?? null) !== JSON.stringify(b.get(path) ?? null))
    .map((path) => {
      const [was, is] = [before.origins[path], after.origins[path]];
      return {
        path,
        from: a.get(path) ?? null,
        to: b.get(path) ?? null,
        file: is?.file ?? null,
        line: is?.line ?? null,
        base_file: was?.file ?? null,
        base_line: was?.line ?? null,
      };
    });
}

/** Inputs that a file states, as text: by these a job is known again under another name. */
export function saidInputs(job: JobReport): ReadonlyMap<string, string> {
  const stated = [...inputsOf(job)].filter(([path, value]) => value !== null && STATED.has(job.origins[path]?.kind ?? ""));
  return new Map(stated.map(([path, value]) => [path, JSON.stringify(value)]));
}

const STATED = new Set(["declared", "override"]);
const SECTIONS = ["training", "parallelism", "resources"] as const;

function inputsOf(job: JobReport): ReadonlyMap<string, unknown> {
  const own = SECTIONS.flatMap((section) => leaves(section, job[section]));
  const { hourly_cost, memory_gib } = job.estimate;
  const accelerators = Number(job.resources.accelerators);
  const price = hourly_cost === null || !(accelerators > 0) ? null : Number((hourly_cost / accelerators).toPrecision(4));
  return new Map<string, unknown>([
    ...unsectioned(job),
    ["model.id", job.model.id],
    ["model.parameters", job.model.parameters],
    ["model.architecture", job.model.architecture],
    ["runs", job.runs],
    ...own.filter(([path]) => path !== EXAMPLES),
    ["resources.price_per_accelerator_hour", price],
    ["resources.accelerator_memory", memory_gib.capacity],
  ]);
}

/** What no section of the report holds, and the estimate reads: `torch_compile`, rows of evaluation, lengths of the data. */
const unsectioned = ({ origins }: JobReport): readonly (readonly [path: string, value: unknown])[] =>
  Object.entries(origins).flatMap(([path, { value }]) =>
    /^(training|data|parallelism)\./.test(path) && value !== undefined ? [[path, value] as const] : [],
  );
/** A section has it under another name than the files, where it has no line. */
const EXAMPLES = "training.examples";

/** `training.lora.rank` and its like stand a level deeper, each with a line of its own. */
const leaves = (path: string, value: unknown): readonly (readonly [path: string, value: unknown])[] =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, each]) => leaves(`${path}.${key}`, each))
    : [[path, value]];
