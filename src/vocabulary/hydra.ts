/**
 * How many values a sweep's word stands for: `1e-4,1e-5`, `choice(a,b,c)`, `range(1,5)`; one where it is a plain value, undefined where only the sweeper decides.
 * A comma within brackets, braces or quotes belongs to the value. Source: Hydra 1.3, "Multi-run" and "Extended override syntax".
 */
export function valuesIn(word: string): number | undefined {
  const [, name, inner = ""] = /^(choice|range|interval|tag|sort|shuffle|glob)\((.*)\)$/s.exec(word.trim()) ?? [];
  if (name === "choice") return partsOf(inner);
  if (name === "range") return rangeOf(inner.split(",").map(Number));
  return name === undefined ? partsOf(word) : undefined;
}

function partsOf(text: string): number {
  let depth = 0;
  let quote = "";
  let parts = 1;
  for (const letter of text) {
    if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === "'" || letter === '"') quote = letter;
    else if ("[{(".includes(letter)) depth += 1;
    else if ("]})".includes(letter)) depth -= 1;
    else if (letter === "," && depth === 0) parts += 1;
  }
  return parts;
}

/** `range(stop)`, `range(start,stop)`, `range(start,stop,step)`. */
function rangeOf(bounds: readonly number[]): number | undefined {
  const [first = Number.NaN, second, step = 1] = bounds;
  const count = Math.ceil((second === undefined ? first : second - first) / step);
  return Number.isFinite(count) && count > 0 ? count : undefined;
}
