import type { Report } from "../../model/diagnostic.js";
import { FACT_NAMES, FACTS, type FactName, isFactName, type MutableFacts } from "../../model/facts.js";
import type { Fragment } from "../../model/job.js";
import { didYouMean } from "../../text/comments.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { readFact } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { checkEnvelope, ENVELOPE, labelsOf, nameOf } from "./envelope.js";

const API_VERSION = "traincost/v1";

export default defineDataFormat({
  id: "native",
  title: "traincost's own manifest",
  url: "https://github.com/traincost/traincost/blob/main/docs/manifest.md",
  role: "recipe",
  rank: 0,
  recognises: ({ root, file }) =>
    root.at("apiVersion").text() === API_VERSION || (/\.traincost\.ya?ml$/.test(file) && root.kind === "mapping" && !root.has("version")),
  parse,
});

function parse({ root }: DataDocument, { report }: Context): readonly Fragment[] {
  checkEnvelope(root, API_VERSION, report);
  const facts: MutableFacts = {};
  readSection(root, "", facts, report);
  const name = nameOf(root, report);
  return [
    {
      ...{ format: "native", role: "recipe", at: root.place, facts, uses: [] },
      ...{ labels: labelsOf(root, report), ...(name !== undefined && { name }) },
    },
  ];
}

/** Walks sections down to facts: the paths of FACTS are the whole grammar. */
function readSection(section: Cursor, prefix: string, facts: MutableFacts, report: Report) {
  for (const [key, value] of section.entries()) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (prefix === "" && ENVELOPE.includes(key)) continue;
    if (isFactName(path)) {
      const known = stated(path, value, report);
      if (known) Object.assign(facts, { [path]: known });
    } else if (!FACT_NAMES.some((name) => name.startsWith(`${path}.`))) {
      report("input/unknown-key", `the manifest has no "${path}"`, value.place, didYouMean(path, prefix === "" ? ENVELOPE : []));
    } else if (value.kind === "mapping") readSection(value, path, facts, report);
    else if (value.kind === "sequence" || value.text() !== undefined)
      report("input/wrong-type", `${path} should be a mapping of keys to values`, value.place, `${path}: {…}`);
  }
}

/** -1 is how other tools leave a number open; here null does, and -1 is a slip. */
function stated(path: FactName, cell: Cursor, report: Report) {
  const reading = cell.text()?.trim() === "-1" ? FACTS[path].read(-1) : undefined;
  if (!reading || reading.ok) return readFact(path, cell, report);
  report("input/wrong-type", `${path} should be ${reading.wrong}`, cell.place, `${path}: ${reading.wrong}, or null`);
  return undefined;
}
