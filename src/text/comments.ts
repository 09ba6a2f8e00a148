import type { Report } from "../model/diagnostic.js";
import { FACT_NAMES, FACTS, isFactName, type KnownFacts, type MutableFacts } from "../model/facts.js";
import { DIRECTIVE, declared } from "../model/known.js";
import { nearest } from "../model/nearest.js";

/** `# traincost: training.tokens=20B` lines: facts that a foreign format has no key for, in a comment its framework ignores. */
export interface Directives {
  readonly ignore: boolean;
  readonly facts: KnownFacts;
  readonly labels: Readonly<Record<string, string>>;
}

const LINE = /^[ \t]*(?:#|\/\/|--)[ \t]*traincost:[ \t]*(.+?)[ \t]*\r?$/gm;

/** Every `# traincost:` line of a text; what is wrong with one is reported, and costs only that line. */
export function readDirectives(text: string, file: string, report: Report): Directives {
  const facts: MutableFacts = {};
  const labels: Record<string, string> = {};
  let ignore = false;
  if (!text.includes("traincost:")) return { ignore, facts, labels };
  for (const match of text.matchAll(LINE)) {
    const [line, body = ""] = match;
    const place = { file, line: text.slice(0, match.index).split("\n").length, column: line.length - line.trimStart().length + 1 };
    const equals = body.indexOf("=");
    const path = (equals < 0 ? body : body.slice(0, equals)).trim();
    const value = equals < 0 ? "" : unquote(body.slice(equals + 1).trim());
    if (path === "ignore") ignore = true;
    else if (path.startsWith("labels.")) labels[path.slice("labels.".length)] = value;
    else if (!isFactName(path)) report("input/unknown-key", `traincost has no "${path}"`, place, didYouMean(path));
    else {
      const reading = FACTS[path].read(value);
      if (reading.ok) Object.assign(facts, { [path]: declared(reading.value, place, DIRECTIVE) });
      else report("input/wrong-type", `${path} should be ${reading.wrong}`, place, `# traincost: ${path}=…`);
    }
  }
  return { ignore, facts, labels };
}

const unquote = (text: string) => text.replace(/^(["'])(.*)\1$/, "$2");

/** `training`, `training.lora`: what keys stand in. */
const SECTIONS = [...new Set(FACT_NAMES.filter((name) => name.includes(".")).map((name) => name.slice(0, name.lastIndexOf("."))))];

/** "did you mean …", or where the whole list stands; `also`: keys of this place that are no facts. */
export function didYouMean(path: string, also: readonly string[] = []): string {
  const names = nearest(path, [...also, ...FACT_NAMES, ...SECTIONS]);
  return names.length > 0
    ? `did you mean ${names.join(" or ")}?`
    : "the keys are those of the native manifest: `traincost schema manifest`";
}
