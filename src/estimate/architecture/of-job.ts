import type { KnownFacts } from "../../model/facts.js";
import { FAMILIES } from "./families.js";
import { refusedKind } from "./kinds.js";
import { readShape } from "./read.js";
import { type Counts, count, type Shape } from "./shape.js";
import { readStack } from "./stacks.js";
import { typicalShape } from "./typical.js";

export interface JobShape {
  readonly shape: Shape;
  readonly exact: boolean;
}

/** The shape of the job's model: from `config.json` keys, else a typical one of its size, else nothing. Never one of a model that is no transformer. */
export function shapeOf(facts: KnownFacts): JobShape | null {
  const architecture = facts["model.architecture"]?.value;
  if (refusedKind(facts["model.id"]?.value, architecture) !== null) return null;
  const stack = architecture ? readStack(architecture) : null;
  if (stack) return { shape: stack.shape, exact: true };
  const reading = architecture ? readShape(architecture) : null;
  if (reading?.ok) return { shape: withTowers(reading.shape, facts), exact: reading.shape.model_type in FAMILIES };
  const parameters = facts["model.parameters"]?.value;
  return parameters ? { shape: typicalShape(parameters), exact: false } : null;
}

/** Less is rounding of what a model card says. */
const TOWER_SHARE = 0.005;

/** A vision tower beside the language model: what the published total has more than the text's own blocks. Its weights are held; text does not pass them. */
function withTowers(shape: Shape, facts: KnownFacts): Shape {
  const published = facts["model.parameters"];
  const more = published?.kind === "catalogue" ? published.value - count(shape).total : 0;
  return more > TOWER_SHARE * (published?.value ?? 0) ? { ...shape, final: shape.final + more } : shape;
}

/** Of a mixture of experts whose shape is unknown, each token is multiplied with the active parameters only. */
export function countsOf({ shape, exact }: JobShape, active: number | undefined): Counts {
  const counts = count(shape);
  return exact || active === undefined || active >= counts.total ? counts : { ...counts, active, multiplied: active };
}
