import type { Report } from "../../model/diagnostic.js";
import { FACTS, type KnownFacts, type MutableFacts } from "../../model/facts.js";
import { declared, type Known } from "../../model/known.js";
import { ok, type Reader } from "../../model/reading.js";
import type { Bytes } from "../../model/units.js";
import { allocation, directiveOptions } from "../../programs/_slurm.js";
import { work } from "../../programs/interpret.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import type { Word } from "../../text/script.js";
import { readScript } from "../../text/shell.js";
import { countOrNone } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { inFolderOf } from "../launched.js";

/** `128` and `128GB` are what the node has; `128+` is the least, and no limit. */
const exactly: Reader<Bytes | undefined> = (raw) =>
  /[+x]\s*$/.test(String(raw)) ? ok(undefined) : FACTS["resources.memory_limit"].read(/^\d+$/.test(String(raw)) ? Number(raw) : raw);

const KEYS: Vocabulary = {
  num_nodes: means("resources.nodes", countOrNone),
  "resources.cloud": means("resources.cloud"),
  "resources.region": means("resources.region"),
  "resources.instance_type": means("resources.instance_type"),
  "resources.use_spot": means("resources.spot"),
  "resources.max_hourly_cost": means("budget.hourly_cost"),
  max_hourly_cost: means("budget.hourly_cost"),
  "resources.memory": means("resources.memory_limit", exactly),
};

const ALTERNATIVE: Vocabulary = Object.fromEntries(
  Object.entries(KEYS).flatMap(([key, meaning]) => (key.startsWith("resources.") ? [[key.slice("resources.".length), meaning]] : [])),
);

export default defineDataFormat({
  id: "skypilot",
  title: "SkyPilot task",
  url: "https://docs.skypilot.co/en/latest/reference/yaml-spec.html",
  role: "launch",
  rank: 20,
  recognises: ({ root }) =>
    root.at("resources").kind === "mapping" &&
    (root.has("run") || root.has("setup")) &&
    !root.has("service") &&
    !root.has("apiVersion") &&
    !root.has("searcher"),
  parse,
});

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const facts: KnownFacts = {
    ...agreed(root.at("resources"), report),
    ...readFacts(root, KEYS, report),
    ...infra(root.at("resources", "infra")),
    ...accelerators(root.at("resources")),
    ...slurm(root),
  };
  const run = root.at("run");
  const text = run.text();
  if (text === undefined) return [];
  const runs = inFolderOf(root.at("workdir"), work(readScript(text, run.place, environment(root, facts)), report));
  const name = root.at("name").text();
  const isOumi = root.has("working_dir") || /\boumi (train|distributed)\b/.test(text);
  return runs.length === 0
    ? []
    : [
        {
          format: isOumi ? "oumi" : "skypilot",
          role: "launch" as const,
          at: root.place,
          facts,
          uses: [],
          runs,
          ...(name !== undefined && { name }),
        },
      ];
}

/** What alternatives say: of `ordered` the first is tried first, of `any_of` only what all say is sure. */
function agreed(resources: Cursor, report: Report): MutableFacts {
  const [first] = resources.at("ordered").items();
  const [any, ...others] = resources.at("any_of").items();
  const cell = first ?? any;
  if (!cell) return {};
  const facts = { ...readFacts(cell, ALTERNATIVE, report), ...infra(cell.at("infra")) };
  const rest = first ? [] : others.map((other): KnownFacts => ({ ...readFacts(other, ALTERNATIVE, report), ...infra(other.at("infra")) }));
  const same = Object.entries(facts).filter(([name, known]) =>
    rest.every((other) => other[name as keyof KnownFacts]?.value === known?.value),
  );
  return Object.fromEntries(same);
}

/** On a Slurm cluster `setup:` begins with the directives. */
function slurm(root: Cursor): MutableFacts {
  const setup = root.at("setup");
  return /^\s*#SBATCH/m.test(setup.text() ?? "") ? allocation(directiveOptions(readScript(setup.text() ?? "", setup.place))) : {};
}

/** `aws/us-east-1`. */
function infra(cell: Cursor): MutableFacts {
  const [cloud, region] = (cell.text() ?? "").split("/");
  return {
    ...(cloud && { "resources.cloud": declared(cloud, cell.place) }),
    ...(region && region !== "*" && { "resources.region": declared(region, cell.place) }),
  };
}

/** SkyPilot's A100 is the 40 GB card; the other has its memory in its name. */
const SAME: Readonly<Record<string, string>> = { A100: "A100-40GB", V100: "V100-16GB" };

/** `A100:8`, `{A100: 8}`, a list of alternatives, `any_of`: the first that is named. */
function accelerators(resources: Cursor): MutableFacts {
  const places = [
    resources.at("accelerators"),
    ...resources
      .at("any_of")
      .items()
      .map((each) => each.at("accelerators")),
    ...resources
      .at("ordered")
      .items()
      .map((each) => each.at("accelerators")),
  ];
  const cell = places.find(({ kind }) => kind !== "absent");
  if (!cell) return {};
  const first = cell.kind === "sequence" ? (cell.items()[0] ?? cell) : cell;
  const [key, value] = first.kind === "mapping" ? (first.entries()[0] ?? []) : [];
  const [, name, count] = /^([^:]+):?(\d+)?/.exec(key === undefined ? (first.text() ?? "") : `${key}:${value?.text() ?? 1}`) ?? [];
  if (!name || /\$/.test(name)) return {};
  const trimmed = name.trim();
  return {
    "resources.accelerator": declared(SAME[trimmed] ?? trimmed, first.place),
    "resources.accelerators_per_node": declared(Number(count ?? 1), first.place),
  };
}

/** The task's own `envs`, and what SkyPilot sets from the counts. */
function environment(root: Cursor, facts: KnownFacts): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  for (const key of ["envs", "secrets"])
    for (const [name, value] of root.at(key).entries()) {
      const text = value.text();
      if (text !== undefined && text !== "") words.set(name, { text, at: value.place, unknown: [], assumed: true });
    }
  const set = (name: string, known: Known<number> | undefined, fallback?: number) => {
    const value = known?.value ?? fallback;
    if (value !== undefined) words.set(name, { text: String(value), at: known?.at ?? root.place, unknown: [] });
  };
  set("SKYPILOT_NUM_NODES", facts["resources.nodes"], 1);
  set("SKYPILOT_NUM_GPUS_PER_NODE", facts["resources.accelerators_per_node"]);
  return words;
}
