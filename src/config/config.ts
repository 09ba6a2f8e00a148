import { noAssumptions } from "../model/assumptions.js";
import { collector, type Diagnostic } from "../model/diagnostic.js";
import { topOf } from "../model/place.js";
import type { Problem } from "../text/data.js";
import { readData } from "../text/yaml.js";
import { assemble } from "./assemble.js";
import { noParents, type Parents, parentText } from "./extends.js";
import { problemOf } from "./problems.js";
import type { Config } from "./types.js";
import validate from "./validate.generated.js";

export type { Config } from "./types.js";

/** Where a config may stand, seen from the top of the repository or a folder of it. */
export const CONFIG_NAMES: readonly string[] = [".traincost.yml", ".traincost.yaml", ".github/traincost.yml"];

/** Where merged commitments are kept, unless the config says otherwise. */
export const LEDGER = ".traincost/ledger.jsonl";

export const emptyConfig: Config = {
  file: null,
  ledger: LEDGER,
  discover: { include: [], exclude: [] },
  assumptions: noAssumptions,
  max_age_days: null,
  overrides: [],
  budgets: [],
  rules: {},
  waivers: [],
  override: null,
};

export interface ConfigReading {
  /** Null where something is wrong: a gate must not run on half a policy. */
  readonly config: Config | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Text → config, or what is wrong with it, line by line. `today`: ISO date, for waivers that have ended; `parents`: texts of what it may build on. */
export const readConfig = (text: string, file: string, today: string, parents = noParents): ConfigReading =>
  readOn(text, [file], today, parents);

/** `through`: the configs that build on this one, and this one at the end. */
function readOn(text: string, through: readonly string[], today: string, parents: Parents): ConfigReading {
  const file = through.at(-1) ?? "";
  const { documents, problems } = readData(text, file, "yaml");
  const [document] = documents;
  if (problems.length > 0) return { config: null, diagnostics: problems.map(asMistake) };
  if (documents.length > 1) return refused(file, "the config is one document, and this file has several", "remove the lines ---");
  if (!document || document.root.raw() === null) return refused(file, "the config is empty", "version: 1");
  const root = document.root;
  if (!validate(root.raw()))
    return { config: null, diagnostics: (validate.errors ?? []).slice(0, 20).map((error) => problemOf(error, root, text)) };
  const { found, report } = collector();
  const above = root.has("extends") ? parentText(root.at("extends"), through, parents, report) : undefined;
  if (root.has("extends") && !above) return { config: null, diagnostics: found };
  const parent = above ? readOn(above.text, [...through, above.file], today, parents) : { config: emptyConfig, diagnostics: [] };
  if (!parent.config) return parent;
  const config = assemble(root, file, today, parent.config, report);
  const wrong = found.some(({ severity }) => severity === "error");
  return { config: wrong ? null : config, diagnostics: wrong ? found : [...parent.diagnostics, ...found] };
}

/** A config is refused where a manifest would be read as far as it goes. */
const asMistake = ({ message, at, help }: Problem): Diagnostic => ({
  rule: "config/invalid",
  severity: "error",
  message,
  at,
  ...(help !== undefined && { help }),
});

const refused = (file: string, message: string, help: string): ConfigReading => ({
  config: null,
  diagnostics: [{ rule: "config/invalid", severity: "error", message, at: topOf(file), help }],
});
