import type { KnownFacts } from "../model/facts.js";
import { derived } from "../model/known.js";
import { valuesIn } from "../vocabulary/hydra.js";
import type { Flag, Flags } from "./program.js";

interface Multirun {
  /** Flags whose value is the same in every run. */
  readonly flags: Flags;
  readonly facts: KnownFacts;
}

/**
 * `-m` is a switch: before a word it names a module.
 * Hydra's `train.py -m lr=1e-4,1e-5 seed=1,2,3`: one run for each combination; a swept flag says nothing of any of them.
 */
export function multirun(flags: Flags): Multirun {
  const asked = flags.get("multirun") ?? flags.get("m");
  if (!asked || asked.values.length > 0) return { flags, facts: {} };
  const counts = [...flags].map(([, flag]) => countIn(flag));
  const product = counts.reduce<number>((all, count) => all * (count ?? 1), 1);
  const fixed = new Map([...flags].filter(([, flag]) => countIn(flag) === 1));
  return {
    flags: fixed,
    facts: product > 1 ? { runs: derived(product, "Hydra's multirun", [{ kind: "declared", value: product, at: asked.at }]) } : {},
  };
}

/** A swept word has one value, which is written with `=`. */
const countIn = ({ values }: Flag): number | undefined => (values.length === 1 ? valuesIn(values[0]?.text ?? "") : 1);
