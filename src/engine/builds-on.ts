import type { Fragment } from "../model/job.js";
import type { Understood } from "./recognise.js";

/** `runtimeRef`: what a TrainJob leaves open its runtime says, and a runtime that a job names is part of that job. */
export function buildOn(files: readonly Understood[]): readonly Understood[] {
  const offers = files.flatMap(({ fragments }) => fragments.filter(({ offers }) => offers !== undefined));
  if (offers.length === 0) return files;
  const parts = new Set<Fragment>();
  const built = (fragment: Fragment): Fragment => {
    const base = nearest(
      offers.filter((each) => each.offers === fragment.buildsOn),
      fragment.at.file,
    );
    if (fragment.buildsOn === undefined || !base) return fragment;
    parts.add(base);
    return { ...fragment, facts: { ...base.facts, ...fragment.facts }, runs: runsOf(fragment, base), inherits: [base] };
  };
  const grown = files.map((file) => ({ ...file, fragments: file.fragments.map(built) }));
  return grown.map((file) => ({
    ...file,
    fragments: file.fragments.map((each) => (parts.has(each) ? { ...each, isPart: true as const } : each)),
  }));
}

/** A job without a command of its own starts its runtime's. */
const runsOf = ({ runs = [] }: Fragment, base: Fragment) =>
  runs.every(({ facts, uses }) => Object.keys(facts).length === 0 && uses.length === 0) ? (base.runs ?? runs) : runs;

/** Of several of one name the one whose path has most in common with the job's. */
const nearest = (offers: readonly Fragment[], file: string): Fragment | undefined =>
  offers.reduce<Fragment | undefined>(
    (best, each) => (best && shared(best.at.file, file) >= shared(each.at.file, file) ? best : each),
    undefined,
  );

function shared(one: string, other: string): number {
  const parts = other.split("/");
  const differs = one.split("/").findIndex((part, index) => part !== parts[index]);
  return differs < 0 ? Number.POSITIVE_INFINITY : differs;
}
