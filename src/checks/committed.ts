import type { Config } from "../config/types.js";
import { collector } from "../model/diagnostic.js";
import { topOf } from "../model/place.js";
import type { Snapshot } from "../model/snapshot.js";
import { type Ledger, readLedger } from "./ledger.js";
import { isPeriod } from "./periods.js";

export const NO_LEDGER: Ledger = { entries: [], diagnostics: [] };

export const periodsOf = ({ budgets }: Config) => budgets.filter(({ per }) => isPeriod(per));

/** Without a change to judge, a pull request's budget is held against all jobs; a period's has nothing but the ledger. */
export const sideBudgets = (config: Config, compared: boolean) =>
  config.budgets.map((budget) => {
    if (isPeriod(budget.per)) return { ...budget, limits: {} };
    const { memory } = budget.limits;
    return compared && budget.per === "pull_request" ? { ...budget, limits: memory ? { memory } : {} } : budget;
  });

/** A ledger that is not there is empty; one that cannot be read is said. */
export function ledgerOf(config: Config, snapshot: Snapshot): Ledger {
  if (periodsOf(config).length === 0) return NO_LEDGER;
  const content = snapshot.read(config.ledger);
  if (content.kind === "text") return readLedger(content.text, config.ledger);
  if (content.kind === "missing") return NO_LEDGER;
  const { found, report } = collector();
  const at = topOf(config.ledger);
  report("ledger/unreadable", `the ledger is ${content.kind}: nothing merged is counted`, at, "begin a new file each year: ledger: …");
  return { entries: [], diagnostics: found };
}
