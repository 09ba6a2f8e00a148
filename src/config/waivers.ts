import type { Report } from "../model/diagnostic.js";
import { nearest } from "../model/nearest.js";
import type { Cursor } from "../text/cursor.js";
import type { Budget, Waiver } from "./types.js";

/** The name under which a manifest's own `budget:` is judged. */
export const MANIFEST = "manifest";

/** A waiver holds until the end of its last day; one of no budget, of no day, or of no job where jobs are judged, is a mistake. */
export function waiverOf(
  cursor: Cursor,
  today: string,
  budgets: readonly Pick<Budget, "name" | "per">[],
  report: Report,
): readonly Waiver[] {
  const text = (key: string) => cursor.at(key).text();
  const [budget, until, job, issue] = [text("budget") ?? "", text("until") ?? "", text("job"), text("issue")];
  if (!isDay(until)) {
    report("config/invalid", `${JSON.stringify(until.slice(0, 20))} is no day`, cursor.at("until").place, "until: 2026-12-31");
    return [];
  }
  const of = budgets.find(({ name }) => name === budget);
  if (budget !== MANIFEST && !of) {
    const names = [...budgets.map(({ name }) => name), MANIFEST];
    const meant = nearest(budget, names, 1)[0];
    const help = meant === undefined ? "name a budget above" : `did you mean ${meant}?`;
    report("config/invalid", `no budget is called ${budget}`, cursor.at("budget").place, help);
    return [];
  }
  if (job === undefined && (of?.per ?? "job") === "job") {
    report(
      "config/invalid",
      `budget ${budget} judges each job, and this waiver names none`,
      cursor.place,
      "add job: its id, name, or a glob",
    );
    return [];
  }
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

/** 2026-02-31 is none. */
function isDay(text: string): boolean {
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text);
}
