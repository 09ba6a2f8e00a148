import type { Refusal, ResolvedJob } from "../model/estimate.js";
import { nearest } from "../model/nearest.js";
import { refusedKind } from "./architecture/kinds.js";
import { readShape } from "./architecture/read.js";
import type { imageRunOf } from "./images.js";
import type { Setup } from "./setup.js";
import type { Device } from "./time/devices.js";

/** What is not estimated, why, and the key to add. `time`: what the length of the run lacks. */
export function refusals(
  job: ResolvedJob,
  setup: Setup | null,
  device: Device | null,
  time: readonly Refusal[],
  images: ReturnType<typeof imageRunOf>,
): readonly Refusal[] {
  const refused: Refusal[] = [...time];
  if (!setup) {
    const why = withoutShape(job);
    if (images && "wall" in images) return [{ what: "memory", ...why }, ...withoutPrice(job)];
    return [
      { what: "memory", ...why },
      { what: "time", ...(images ?? why) },
      { what: "cost", ...(images ?? why) },
    ];
  }
  if (!device) refused.push({ what: "time", reason: "the accelerator is unknown", add: "resources.accelerator" });
  if (refused.length > 0) refused.push({ ...refused[0], what: "cost" } as Refusal);
  else refused.push(...withoutPrice(job));
  return refused;
}

const withoutPrice = ({ price }: ResolvedJob): readonly Refusal[] =>
  price ? [] : [{ what: "cost", reason: "no price is known", add: "resources.price_per_accelerator_hour" }];

function withoutShape({ facts }: ResolvedJob): Omit<Refusal, "what"> {
  const kind = refusedKind(facts["model.id"]?.value, facts["model.architecture"]?.value);
  if (kind !== null)
    return {
      reason: `${kind}: its steps do not follow from parameters and sequence length; a time limit still gives the worst case`,
      add: "resources.time_limit",
    };
  const architecture = facts["model.architecture"]?.value;
  const reading = architecture ? readShape(architecture) : undefined;
  if (architecture && reading && !reading.ok) return lacking(reading.missing, architecture);
  if (!facts["model.id"]) return { reason: "no model is named", add: "model.id" };
  return { reason: "the catalogue does not have this model", add: "model.parameters" };
}

/** The first key that a shape needs; a key of nearly that name is the likely slip. */
function lacking(key: string, architecture: Readonly<Record<string, unknown>>): Omit<Refusal, "what"> {
  const [meant] = key in architecture ? [] : nearest(key, Object.keys(architecture), 1);
  const slip = meant === undefined ? "" : `; is ${meant} meant to be it?`;
  return { reason: `the architecture has no ${key} that is a number above 0${slip}`, add: `model.architecture.${key}` };
}
