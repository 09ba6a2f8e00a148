import { matcher } from "../model/glob.js";
import type { Match } from "./types.js";

const VENDOR = /\b(nvidia|tesla|geforce|amd|instinct|google)[ _-]*/gi;
const words = (name: string) =>
  name
    .replace(VENDOR, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");

/** `A100` means every A100, and no `A10` means one. */
export const isKind = (accelerator: string, name: string) => `-${words(accelerator)}-`.startsWith(`-${words(name)}-`);

/** What conditions look at. */
export interface Matched {
  readonly sources: readonly { readonly file: string; readonly format: string; readonly owners?: readonly string[] }[];
  readonly format: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly facts: { readonly "resources.accelerator"?: { readonly value: string } | undefined };
}

/** Whether a job meets every condition: any of its files on the paths, any of its formats, its accelerator, all labels. */
export function matches(match: Match, job: Matched): boolean {
  const { paths, formats, accelerators, labels, owners } = match;
  if (paths && !job.sources.some(({ file }) => matcher(paths)(file))) return false;
  if (formats && !formats.includes(job.format) && !job.sources.some(({ format }) => formats.includes(format))) return false;
  if (
    owners &&
    !job.sources.some((source) => source.owners?.some((owner) => owners.some((name) => name.toLowerCase() === owner.toLowerCase())))
  )
    return false;
  const accelerator = job.facts["resources.accelerator"]?.value ?? "";
  if (accelerators && !accelerators.some((name) => accelerator !== "" && isKind(accelerator, name))) return false;
  return Object.entries(labels ?? {}).every(([key, value]) => job.labels[key] === value);
}
