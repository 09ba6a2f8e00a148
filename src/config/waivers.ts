import type { Report } from "../model/diagnostic.js";
import { nearest } from "../model/nearest.js";
import type { Cursor } from "../text/cursor.js";
import { optional, scalar } from "./sections.js";
import { MANIFEST_BUDGET, type Waiver } from "./types.js";

interface Around {
  /** ISO date. */
  readonly today: string;
  readonly budgets: readonly string[];
  readonly report: Report;
}

/** The waivers that hold today; one that has ended says so. */
export const readWaivers = (cursor: Cursor, around: Around): readonly Waiver[] => cursor.items().flatMap((each) => waiverOf(each, around));

function waiverOf(cursor: Cursor, { today, budgets, report }: Around): readonly Waiver[] {
  const word = (key: string) => cursor.at(key).text() ?? "";
  const [budget, until] = [word("budget"), word("until")];
  const names = [...budgets, MANIFEST_BUDGET];
  if (!names.includes(budget)) {
    const [near] = nearest(budget, names, 1);
    const help = near ? `did you mean "${near}"?` : `the budgets are ${names.join(", ")}`;
    report("config/invalid", `there is no budget "${budget.slice(0, 80)}"`, cursor.at("budget").place, help);
    return [];
  }
  if (!isDay(until)) {
    report("config/invalid", "until is not a day of the calendar", cursor.at("until").place, "until: 2027-06-30");
    return [];
  }
  if (until < today) {
    const message = `the waiver of the budget ${budget} ended on ${until}`;
    report("budget/waiver-ended", message, cursor.place, "remove it, or give it a later day");
    return [];
  }
  const issue = optional("issue", cursor.at("issue").text());
  return [{ budget, job: word("job"), until, reason: word("reason"), ...issue, ...cap(cursor), place: cursor.place }];
}

const cap = (cursor: Cursor) => optional("cap", scalar<number>(cursor.at("cap")));

const isDay = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
