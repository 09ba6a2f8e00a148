/** Letters that must change, move or go to make one word the other (optimal string alignment). Pure; O(a·b). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row[j] = cost;
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? b.length;
}

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
