import type { Report } from "../../model/diagnostic.js";
import { FACT_NAMES, isFactName, type MutableFacts } from "../../model/facts.js";
import type { Fragment } from "../../model/job.js";
import { didYouMean } from "../../text/comments.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { readFact } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";

const API_VERSION = "traincost/v1";
/** Keys that are not facts. */
const ENVELOPE = new Set(["apiVersion", "kind", "name", "labels"]);

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
  checkEnvelope(root, report);
  const facts: MutableFacts = {};
  readSection(root, "", facts, report);
  const name = root.at("name").text();
  const labels = Object.fromEntries(
    root
      .at("labels")
      .entries()
      .map(([key, value]) => [key, value.text() ?? ""]),
  );
  return [{ format: "native", role: "recipe", at: root.place, facts, uses: [], labels, ...(name !== undefined && { name }) }];
}

function checkEnvelope(root: Cursor, report: Report) {
  const version = root.at("apiVersion");
  if (version.kind !== "absent" && version.text() !== API_VERSION)
    report("input/wrong-type", "this version of traincost reads apiVersion: traincost/v1", version.place, `apiVersion: ${API_VERSION}`);
  const kind = root.at("kind");
  if (kind.kind !== "absent" && kind.text() !== "TrainingJob")
    report("input/wrong-type", "the only kind is TrainingJob", kind.place, "kind: TrainingJob");
}

/** Walks sections down to facts: the paths of FACTS are the whole grammar. */
function readSection(section: Cursor, prefix: string, facts: MutableFacts, report: Report) {
  for (const [key, value] of section.entries()) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (prefix === "" && ENVELOPE.has(key)) continue;
    if (isFactName(path)) {
      const known = readFact(path, value, report);
      if (known) Object.assign(facts, { [path]: known });
    } else if (!FACT_NAMES.some((name) => name.startsWith(`${path}.`))) {
      report("input/unknown-key", `the manifest has no "${path}"`, value.place, didYouMean(path));
    } else if (value.kind === "mapping") readSection(value, path, facts, report);
    else if (value.text() !== undefined)
      report("input/wrong-type", `${path} should be a mapping of keys to values`, value.place, `${path}: {…}`);
  }
}
