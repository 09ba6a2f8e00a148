import { declared } from "../../model/known.js";
import type { DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { environmentAt, launch, runsOf, scriptOf, textFact, wholeAt } from "../launched.js";

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
    const worker = root.at("compute_config", "worker_nodes", 0);
    const nodes = worker.has("max_nodes") ? worker.at("max_nodes") : worker.at("min_nodes");
    const facts = {
      ...textFact("resources.instance_type", worker.at("instance_type")),
      ...(wholeAt(nodes) !== undefined && { "resources.nodes": declared(wholeAt(nodes) ?? 1, nodes.place) }),
      ...(/SPOT/.test(worker.at("market_type").text() ?? "") && { "resources.spot": declared(true, worker.at("market_type").place) }),
    };
    return launch(
      "anyscale",
      root,
      facts,
      runsOf(scriptOf([root.at("entrypoint")], "lines"), environmentAt(root.at("env_vars")), report),
      root.at("name").text(),
    );
  },
});
