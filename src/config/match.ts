import { matcher } from "../model/glob.js";
import type { Job } from "../model/job.js";
import type { Match } from "./types.js";

const squash = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether a job meets every condition: any of its files on the paths, any of its formats, its accelerator, all labels. */
export function matches(match: Match, job: Job): boolean {
  const { paths, formats, accelerators, labels } = match;
  if (paths && !job.sources.some(({ file }) => matcher(paths)(file))) return false;
  if (formats && !formats.includes(job.format) && !job.sources.some(({ format }) => formats.includes(format))) return false;
  const accelerator = squash(job.facts["resources.accelerator"]?.value ?? "");
  if (accelerators && !accelerators.some((name) => accelerator !== "" && accelerator.startsWith(squash(name)))) return false;
  return Object.entries(labels ?? {}).every(([key, value]) => job.labels[key] === value);
}
