import { noAssumptions } from "../model/assumptions.js";
import { collector, type Diagnostic, type Report } from "../model/diagnostic.js";
import type { Cursor } from "../text/cursor.js";
import { readData } from "../text/yaml.js";
import { readBudgets } from "./budgets.js";
import { readOverrides } from "./overrides.js";
import { problemsOf } from "./problems.js";
import { readRules } from "./rules.js";
import { readAssumptions, scalar, strings } from "./sections.js";
import type { Config } from "./types.js";
import validate from "./validate.generated.js";
import { readWaivers } from "./waivers.js";

export type { Config } from "./types.js";

export const emptyConfig: Config = {
  file: null,
  discover: { include: [], exclude: [] },
  assumptions: noAssumptions,
  max_age_days: null,
  overrides: [],
  budgets: [],
  rules: {},
  waivers: [],
};

export interface ConfigReading {
  /** Null where something is wrong: a gate must not run on half a policy. */
  readonly config: Config | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Text → config, or what is wrong with it, line by line. `today`: ISO date, for waivers that have ended. Never throws. */
export function readConfig(text: string, file: string, today: string): ConfigReading {
  const { documents, problems } = readData(text, file, "yaml");
  if (problems.length > 0) return { config: null, diagnostics: problems.map(asError) };
  const root = documents[0]?.root;
  if (!root || root.raw() === null) return refused(file, "the config is empty", "version: 1");
  if (documents[1]) return refused(file, "the config is one YAML document, and here are several", "remove the lines ---");
  if (root.kind !== "mapping") return refused(file, "the config should be a mapping of keys to values", "version: 1");
  if (!validate(root.raw())) return { config: null, diagnostics: problemsOf(validate.errors ?? [], root, text) };
  const { found, report } = collector();
  const config = assemble(root, { file, today, text, report });
  return { config: found.some(({ severity }) => severity === "error") ? null : config, diagnostics: found };
}

const asError = ({ message, at, help }: Pick<Diagnostic, "message" | "at" | "help">): Diagnostic => ({
  rule: "config/invalid",
  severity: "error",
  message,
  ...(at && { at }),
  ...(help !== undefined && { help }),
});

const refused = (file: string, message: string, help: string): ConfigReading => ({
  config: null,
  diagnostics: [asError({ message, at: { file, line: 1, column: 1 }, help })],
});

interface Around {
  readonly file: string;
  readonly today: string;
  readonly text: string;
  readonly report: Report;
}

/** The schema holds by now; what it cannot say (units, names, days) is told through `report`. */
function assemble(root: Cursor, { file, today, text, report }: Around): Config {
  const budgets = readBudgets(root.at("budgets"), report);
  return {
    file,
    discover: { include: strings(root.at("discover", "include")), exclude: strings(root.at("discover", "exclude")) },
    assumptions: readAssumptions(root),
    max_age_days: scalar<number>(root.at("prices", "max_age_days")) ?? null,
    overrides: readOverrides(root.at("overrides"), text, report),
    budgets,
    rules: readRules(root.at("rules"), text, report),
    waivers: readWaivers(root.at("waivers"), { today, budgets: budgets.map(({ name }) => name), report }),
  };
}
