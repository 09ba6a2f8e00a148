import type { MutableFacts } from "../../model/facts.js";
import { declared } from "../../model/known.js";
import { seconds } from "../../model/units.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { environmentAt, inFolderOf, launch, namedTraining, runsOf, scriptOf, textFact, untold, wholeAt } from "../launched.js";

export default defineDataFormat({
  id: "anyscale",
  title: "Anyscale job",
  url: "https://docs.anyscale.com/reference/job-api",
  role: "launch",
  rank: 26,
  recognises: ({ root }) =>
    root.at("entrypoint").text() !== undefined &&
    ["image_uri", "compute_config", "cloud", "containerfile"].some((key) => root.has(key)) &&
    !root.has("searcher"),
  parse({ root }: DataDocument, { report }: Context) {
    const workers = root.at("compute_config", "worker_nodes").items();
    if (workers.length > 0 && workers.every(hasNoAccelerator)) return [];
    const runs = inFolderOf(
      root.at("working_dir"),
      runsOf(scriptOf([root.at("entrypoint")], "lines"), environmentAt(root.at("env_vars")), report),
    );
    const name = root.at("name").text();
    const told = runs.length > 0 ? runs : namedTraining(name) ? untold(root) : [];
    return launch("anyscale", root, { ...machines(workers), ...limit(root.at("timeout_s")) }, told, name);
  },
});

/** General, compute and memory machines of AWS and Google Cloud. */
const hasNoAccelerator = (worker: Cursor): boolean => /^([mcrt]\d|[nec]\d+d?-)/.test(worker.at("instance_type").text() ?? "");

/** `4xA10G:48CPU-192GB`: names the console gives to groups of workers. */
const NAMED = /^(\d+)x([A-Z][\w-]*?)(:|$)/;

/** The first group of workers with accelerators; the largest number it may grow to. */
function machines(workers: readonly Cursor[]): MutableFacts {
  const worker = workers.find((each) => !hasNoAccelerator(each));
  if (!worker) return {};
  const nodes = worker.has("max_nodes") ? worker.at("max_nodes") : worker.at("min_nodes");
  const [market, name] = [worker.at("market_type"), worker.at("name")];
  const [, count, card] = NAMED.exec(name.text() ?? "") ?? [];
  return {
    ...textFact("resources.instance_type", worker.at("instance_type")),
    ...(wholeAt(nodes) !== undefined && { "resources.nodes": declared(wholeAt(nodes) ?? 1, nodes.place) }),
    ...(market.text() === "SPOT" && { "resources.spot": declared(true, market.place) }),
    ...(card && !/CPU/.test(card) && { "resources.accelerator": declared(card, name.place) }),
    ...(card && !/CPU/.test(card) && { "resources.accelerators_per_node": declared(Number(count), name.place) }),
  };
}

const limit = (cell: Cursor): MutableFacts =>
  wholeAt(cell) === undefined ? {} : { "resources.time_limit": declared(seconds(wholeAt(cell) ?? 0), cell.place) };
