import { PERIODS, type Period } from "../config/types.js";

const DAY = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** First and last ISO day of the calendar period that holds the day; weeks begin on Monday (ISO 8601), days are UTC. */
export function periodAround(day: string, period: Period): { readonly from: string; readonly to: string } {
  const [year = 0, month = 1] = day.split("-").map(Number);
  if (period === "week") {
    const ms = Date.parse(`${day}T00:00:00Z`);
    const monday = ms - ((new Date(ms).getUTCDay() + 6) % 7) * DAY;
    return { from: iso(monday), to: iso(monday + 6 * DAY) };
  }
  const months = { month: 1, quarter: 3, year: 12 }[period];
  const first = Math.floor((month - 1) / months) * months;
  return { from: iso(Date.UTC(year, first, 1)), to: iso(Date.UTC(year, first + months, 0)) };
}

export const isPeriod = (per: string): per is Period => (PERIODS as readonly string[]).includes(per);
