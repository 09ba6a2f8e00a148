import type { KnownFacts, MutableFacts } from "../../model/facts.js";
import { declared } from "../../model/known.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { environmentAt, launch, runsOf, scriptOf, textFact, untold, wholeAt } from "../launched.js";
import llmFoundry from "../llm-foundry/index.js";

export default defineDataFormat({
  id: "mcli",
  title: "MosaicML mcli run",
  url: "https://docs.mosaicml.com/projects/mcli",
  role: "launch",
  rank: 22,
  recognises: ({ root }) =>
    root.has("command") && root.has("image") && (root.at("compute").kind === "mapping" || root.has("gpu_num") || root.has("gpu_type")),
  parse(document: DataDocument, context: Context) {
    const { root } = document;
    const inline = root.at("parameters");
    const recipe =
      inline.kind === "mapping"
        ? llmFoundry.syntax === "data" && llmFoundry.recognises({ ...document, root: inline })
          ? llmFoundry.parse({ ...document, root: inline }, context)
          : []
        : [];
    const runs = runsOf(scriptOf([root.at("command")], "lines"), environmentAt(root.at("env_variables")), context.report);
    const facts = { ...recipe[0]?.facts, ...devices(root), ...schedule(root.at("scheduling")) };
    const quiet = recipe.length > 0 || trainsInline(inline) ? untold(root) : [];
    const told = runs.slice(0, 1).map((run) => ({ ...run, facts: withoutDevices(run.facts, facts) }));
    return launch("mcli", root, facts, told.length > 0 ? told : quiet, root.at("name").text());
  },
});

/** `parameters` of another script of Composer's: an optimizer or a duration is only set for training. */
const trainsInline = (inline: Cursor): boolean =>
  ["optimizer", "optimizers", "max_duration", "scheduler", "device_train_microbatch_size"].some((key) => inline.has(key));

/** One process per device is started by hand (`parallel`, `trainer.devices=1`): the machines asked for count, not what one process says. */
const withoutDevices = (facts: KnownFacts, machines: KnownFacts): KnownFacts =>
  machines["resources.accelerators_per_node"]
    ? Object.fromEntries(Object.entries(facts).filter(([name]) => !/^resources\.(accelerators_per_node|nodes)$/.test(name)))
    : facts;

function schedule(scheduling: Cursor): MutableFacts {
  const cell = scheduling.at("preemptible");
  return cell.raw() === true ? { "resources.spot": declared(true, cell.place) } : {};
}

/** `gpus` counts all nodes. */
function devices(root: Cursor): MutableFacts {
  const cell = root.has("compute", "gpus") ? root.at("compute", "gpus") : root.at("gpu_num");
  const total = wholeAt(cell);
  const type = root.has("compute", "gpu_type") ? root.at("compute", "gpu_type") : root.at("gpu_type");
  const perNode = total === undefined ? undefined : Math.min(8, total);
  return {
    ...textFact("resources.accelerator", type),
    ...(total &&
      perNode && {
        "resources.accelerators_per_node": declared(perNode, cell.place),
        ...(total > perNode && { "resources.nodes": declared(Math.ceil(total / perNode), cell.place) }),
      }),
  };
}
