import type { Accelerator, Lookup } from "../model/catalog.js";
import { nearest } from "../model/nearest.js";
import { acceleratorKeys } from "./spelling.js";

export interface AcceleratorRow extends Accelerator {
  readonly aliases: readonly string[];
}

/** Names that mean several cards; the first is taken, and that it was a choice is said. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  a100: ["A100-80GB", "A100-40GB"],
  v100: ["V100-16GB", "V100-32GB"],
  v100sxm2: ["V100-16GB", "V100-32GB"],
};

export function acceleratorIndex(rows: readonly AcceleratorRow[]): (name: string) => Lookup<Accelerator> {
  const exact = new Map<string, AcceleratorRow>();
  const loose = new Map<string, AcceleratorRow>();
  // A name without its form factor means the module, not the PCIe card: modules are indexed first.
  for (const row of [...rows].sort((a, b) => Number(isCard(a)) - Number(isCard(b))))
    for (const spelling of [row.id, ...row.aliases]) {
      const [first, ...others] = acceleratorKeys(spelling);
      if (first !== undefined && !exact.has(first)) exact.set(first, row);
      for (const key of others) if (!loose.has(key)) loose.set(key, row);
    }
  const byId = (id: string) => rows.find((row) => row.id === id);
  return (name) => {
    const keys = acceleratorKeys(name);
    const family = keys.map((key) => FAMILIES[key]).find((each) => each !== undefined);
    const entry = byId(name) ?? (family ? byId(family[0] ?? "") : hit(keys, exact, loose));
    if (!entry)
      return {
        kind: "unknown",
        nearest: nearest(
          name,
          rows.map(({ id }) => id),
          3,
        ),
      };
    return family && !byId(name) ? { kind: "ambiguous", entry, candidates: family } : { kind: "found", entry };
  };
}

const isCard = ({ id }: AcceleratorRow) => /pcie|nvl/i.test(id);

const hit = (keys: readonly string[], ...indices: readonly ReadonlyMap<string, AcceleratorRow>[]) =>
  indices.flatMap((index) => keys.map((key) => index.get(key))).find((row) => row !== undefined);
