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

/** A ledger that is not there is empty, and one that cannot be read, too: nothing merged is counted, which is said. */
export function ledgerOf(config: Config, snapshot: Snapshot): Ledger {
  const [first] = periodsOf(config);
  if (!first) return NO_LEDGER;
  const content = snapshot.read(config.ledger);
  if (content.kind === "text") return readLedger(content.text, config.ledger);
  const { found, report } = collector();
  if (content.kind === "missing")
    report(
      "ledger/missing",
      `budgets of a ${first.per} count what was merged, and there is no ledger ${config.ledger}: only the change itself is counted`,
      first.place,
      "a workflow keeps it: examples/workflows/ledger.yml; or begin with an empty file",
    );
  else {
    const help = "begin a new file each year: ledger: …";
    report("ledger/unreadable", `the ledger is ${content.kind}: nothing merged is counted`, topOf(config.ledger), help);
  }
  return { entries: [], diagnostics: found, unread: true };
}
