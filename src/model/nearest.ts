import { distance } from "fastest-levenshtein";

/** Words that may have been meant, best first: at most a third of the letters differ. Long words are not compared. */
export function nearest(word: string, words: readonly string[], max = 3): string[] {
  const wanted = word.toLowerCase().slice(0, 80);
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return words
    .map((candidate) => ({ candidate, off: far(wanted, candidate.toLowerCase(), limit) }))
    .filter(({ off }) => off <= limit)
    .sort((a, b) => a.off - b.off || a.candidate.localeCompare(b.candidate))
    .slice(0, max)
    .map(({ candidate }) => candidate);
}

const far = (a: string, b: string, limit: number) => (Math.abs(a.length - b.length) > limit ? Number.POSITIVE_INFINITY : distance(a, b));
