import type { Term } from "../../model/estimate.js";
import { completed } from "./arithmetic.js";
import { GENERATION } from "./generation.js";
import type { Line, Working } from "./line.js";
import { MEMORY } from "./memory.js";
import { MONEY } from "./money.js";
import { PARAMETERS } from "./parameters.js";
import { TIME } from "./time.js";

/** Every number of the working, in the order a reader checks them: the one table behind `traincost explain` and docs/how-it-estimates.md. */
export const LINES: readonly Line[] = [...PARAMETERS, ...MEMORY, ...TIME, ...GENERATION, ...MONEY];

export const termsOf = (working: Working): readonly Term[] =>
  LINES.flatMap(({ value, numbers, inputs, ...line }) => {
    const found = value(working);
    if (found === null) return [];
    const known = inputs.filter((name) => working.job.facts[name] !== undefined);
    return [{ ...line, inputs: known, value: found, numbers: completed(numbers(working), found).text }];
  });
