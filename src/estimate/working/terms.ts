import type { ResolvedJob, Term } from "../../model/estimate.js";
import { BILL } from "./bill.js";
import { DEVICE } from "./device.js";
import { FLOPS } from "./flops.js";
import { GENERATION } from "./generation.js";
import { HOST } from "./host.js";
import { KERNELS } from "./kernels.js";
import type { Bill, Line, Working } from "./line.js";
import { MEMORY } from "./memory.js";
import { MONEY } from "./money.js";
import { PARAMETERS } from "./parameters.js";
import { STEP } from "./time.js";

const BEFORE: readonly Line[] = [...PARAMETERS, ...MEMORY, ...DEVICE, ...HOST];
/** Lines of a step, whose rows are as long as the data's. */
const TIMED: readonly Line[] = [...FLOPS, ...KERNELS, ...STEP];
const AFTER: readonly Line[] = [...GENERATION, ...MONEY, ...BILL];

/** Every number of the working, in the order a reader checks them: the one table behind `traincost explain` and docs/how-it-estimates.md. */
export const LINES: readonly Line[] = [...BEFORE, ...TIMED, ...AFTER];

/** The lines that occur in this job, written out. */
export function termsOf(working: Working): readonly Term[] {
  const terms = (lines: readonly Line[], of: Working) => lines.flatMap((line) => termOf(line, of));
  return [...terms(BEFORE, working), ...terms(TIMED, { ...working, setup: working.timed }), ...terms(AFTER, working)];
}

/** What is known of a job whose model is not: its price, and what the scheduler lets it cost. */
export const billOf = (bill: Bill): readonly Term[] => BILL.flatMap((line) => termOf(line, bill));

function termOf<Needs extends { readonly job: ResolvedJob }>(
  { value, numbers, inputs, ...line }: Line<Needs>,
  working: Needs,
): readonly Term[] {
  const found = value(working);
  if (found === null) return [];
  const known = inputs.filter((name) => working.job.facts[name] !== undefined);
  return [{ ...line, inputs: known, value: found, numbers: numbers(working).text }];
}
