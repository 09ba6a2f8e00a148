import { matcher } from "../model/glob.js";
import type { Match } from "./types.js";

/** What of a job decides whether a budget, an override or a waiver is about it: a `Job` and a `JobReport` both have it. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly sources: readonly { readonly file: string; readonly format: string }[];
  readonly labels: Readonly<Record<string, string>>;
}

const squash = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether a job meets every condition: any of its files on the paths, any of its formats, its accelerator, all labels. */
export function matches({ paths, formats, accelerators, labels }: Match, job: Subject, accelerator: string | undefined): boolean {
  if (paths && !job.sources.some(({ file }) => matcher(paths)(file))) return false;
  if (formats && !formats.includes(job.format) && !job.sources.some(({ format }) => formats.includes(format))) return false;
  if (accelerators && !accelerators.some((name) => isOf(accelerator, name))) return false;
  return Object.entries(labels ?? {}).every(([key, value]) => job.labels[key] === value);
}

/** `H100` names `H100-SXM-80GB`, and `A10` does not name `A100-80GB`. */
function isOf(accelerator: string | undefined, name: string): boolean {
  const [whole, wanted] = [squash(accelerator ?? ""), squash(name)];
  return wanted !== "" && whole.startsWith(wanted) && !(/\d$/.test(wanted) && /^\d/.test(whole.slice(wanted.length)));
}

/** Whether `job` of a waiver names this job: its id, its name, or a glob over its files. */
export const names = (pattern: string, job: Subject): boolean =>
  pattern === job.id || pattern === job.name || job.sources.some(({ file }) => matcher([pattern])(file));
