import type { Diagnostic, Report } from "../model/diagnostic.js";
import { nearest } from "../model/nearest.js";
import type { Cursor } from "../text/cursor.js";
import type { Budget, Waiver } from "./types.js";

/** The name under which a manifest's own `budget:` is judged. */
export const MANIFEST = "manifest";

type Judged = Pick<Budget, "name" | "per">;

/** A waiver holds until the end of its last day; one of no budget, of no day, or of no job where jobs are judged, is a mistake. */
export function waiverOf(cursor: Cursor, today: string, budgets: readonly Judged[], report: Report): readonly Waiver[] {
  const mistake = mistakeIn(cursor, budgets);
  if (mistake) {
    report("config/invalid", mistake.message, mistake.at, mistake.help);
    return [];
  }
  const text = (key: string) => cursor.at(key).text();
  const [budget = "", until = "", job, issue] = ["budget", "until", "job", "issue"].map(text);
  const ended = until < today;
  if (ended) report("budget/waiver-ended", `the waiver of ${budget} ended on ${until}`, cursor.place, "remove it, or give it a later day");
  const cap = cursor.at("cap").raw();
  return [
    {
      budget,
      ...(job !== undefined && { job }),
      until,
      ended,
      reason: text("reason") ?? "",
      ...(issue !== undefined && { issue }),
      ...(typeof cap === "number" && { cap }),
      place: cursor.place,
    },
  ];
}

function mistakeIn(cursor: Cursor, budgets: readonly Judged[]): Required<Pick<Diagnostic, "message" | "at" | "help">> | undefined {
  const [budget = "", until = ""] = ["budget", "until"].map((key) => cursor.at(key).text());
  if (!isDay(until))
    return { message: `${JSON.stringify(until.slice(0, 20))} is no day`, at: cursor.at("until").place, help: "until: 2026-12-31" };
  const judged = budgets.find(({ name }) => name === budget);
  if (budget !== MANIFEST && !judged) {
    const [meant] = nearest(budget, [...budgets.map(({ name }) => name), MANIFEST], 1);
    const help = meant === undefined ? "name a budget above" : `did you mean ${meant}?`;
    return { message: `no budget is called ${budget}`, at: cursor.at("budget").place, help };
  }
  if (cursor.at("job").text() !== undefined || (judged && judged.per !== "job")) return undefined;
  const message = `budget ${budget} judges each job, and this waiver names none`;
  return { message, at: cursor.place, help: "add job: its id, name, or a glob" };
}

/** 2026-02-31 is none. */
function isDay(text: string): boolean {
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text);
}
