/** Shell patterns (`*`, `?`, `[a-z]`) against text, in time of text × pattern at most: no regular expression is built from a stranger's file. */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let cursor = 0;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    const width = matchOne(pattern, cursor, text.charAt(at));
    if (width > 0) {
      cursor += width;
      at += 1;
    } else if (pattern.charAt(cursor) === "*") {
      star = cursor;
      retry = at;
      cursor += 1;
    } else if (star >= 0) {
      cursor = star + 1;
      retry += 1;
      at = retry;
    } else return false;
  }
  while (pattern.charAt(cursor) === "*") cursor += 1;
  return cursor >= pattern.length;
}

/** How many characters of the pattern match this one character; 0 where they do not. */
function matchOne(pattern: string, index: number, char: string): number {
  const sign = pattern.charAt(index);
  if (sign === "?") return 1;
  if (sign === "[") return matchSet(pattern, index, char);
  return sign !== "*" && sign === char ? 1 : 0;
}

function matchSet(pattern: string, index: number, char: string): number {
  const end = pattern.indexOf("]", index + 2);
  if (end < 0) return char === "[" ? 1 : 0;
  const negated = /[!^]/.test(pattern.charAt(index + 1));
  const set = pattern.slice(index + (negated ? 2 : 1), end);
  let hit = false;
  for (let at = 0; at < set.length; at += 1) {
    const isRange = set.charAt(at + 1) === "-" && at + 2 < set.length;
    if (isRange ? set.charAt(at) <= char && char <= set.charAt(at + 2) : set.charAt(at) === char) hit = true;
    if (isRange) at += 2;
  }
  return hit === negated ? 0 : end - index + 1;
}

/** `${text#pattern}` and its relatives: what is left, or the text itself where nothing matches. */
export function removeMatch(text: string, pattern: string, operator: "#" | "##" | "%" | "%%"): string {
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => length);
  if (operator === "##" || operator === "%%") lengths.reverse();
  const isPrefix = operator.startsWith("#");
  for (const length of lengths) {
    const part = isPrefix ? text.slice(0, length) : text.slice(text.length - length);
    if (matchesGlob(pattern, part)) return isPrefix ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}
