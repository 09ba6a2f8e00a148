import type { JobReport } from "../model/report.js";
import { saidInputs } from "./changed.js";

/** How alike two jobs must be to be one job: git calls files renamed from the same half. */
const ALIKE = 0.5;
/** A shared name, file or source is evidence of its own. */
const SHARED = 0.25;

/** Each job of head with the job it was on base: by id, else the most alike of those left (a renamed file, a renamed job, a recipe that gained a launcher). */
export function paired(base: readonly JobReport[], head: readonly JobReport[]): ReadonlyMap<JobReport, JobReport> {
  const byId = new Map(base.map((job) => [job.id, job]));
  const pairs = new Map<JobReport, JobReport>();
  for (const job of head) {
    const same = byId.get(job.id);
    if (same) pairs.set(job, same);
  }
  const taken = new Set(pairs.values());
  for (const [after, before] of candidates(
    base.filter((job) => !taken.has(job)),
    head.filter((job) => !pairs.has(job)),
  )) {
    if (pairs.has(after) || taken.has(before)) continue;
    pairs.set(after, before);
    taken.add(before);
  }
  return pairs;
}

function candidates(base: readonly JobReport[], head: readonly JobReport[]): readonly (readonly [JobReport, JobReport])[] {
  const said = new Map([...base, ...head].map((job) => [job, saidInputs(job)]));
  const scored = head.flatMap((after) =>
    base.map((before) => ({ after, before, score: shared(before, after) + likeness(said.get(before) ?? NONE, said.get(after) ?? NONE) })),
  );
  return scored
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score || a.after.id.localeCompare(b.after.id) || a.before.id.localeCompare(b.before.id))
    .map(({ after, before }) => [after, before] as const);
}

const NONE: ReadonlyMap<string, string> = new Map();

function shared(before: JobReport, after: JobReport): number {
  const files = new Set(before.sources.map(({ file }) => file));
  const places = [before.name === after.name, before.file === after.file || after.sources.some(({ file }) => files.has(file))];
  return SHARED * places.filter(Boolean).length;
}

/** Share of what either side's files say that both say alike; a default both have says nothing about kinship. */
function likeness(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const equal = [...keys].filter((key) => before.has(key) && before.get(key) === after.get(key));
  return keys.size === 0 ? 0 : equal.length / keys.size;
}
