import { declared } from "../../model/known.js";
import { seconds } from "../../model/units.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, environmentAt, launch, runsOf, scriptOf, textFact } from "../launched.js";

const POOLS = [["workerPoolSpecs"], ["worker_pool_specs"], ["jobSpec", "workerPoolSpecs"], ["job_spec", "worker_pool_specs"]] as const;
const poolsOf = (root: Cursor) => POOLS.map((path) => root.at(...path)).find(({ kind }) => kind !== "absent");
const either = (cell: Cursor, camel: string) =>
  cell.has(camel) ? cell.at(camel) : cell.at(camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

export default defineDataFormat({
  id: "vertex",
  title: "Vertex AI custom job",
  url: "https://cloud.google.com/vertex-ai/docs/reference/rest/v1/CustomJobSpec",
  role: "launch",
  rank: 21,
  recognises: ({ root }) => poolsOf(root) !== undefined,
  parse({ root }: DataDocument, { report }: Context) {
    const pools = poolsOf(root)?.items("lone") ?? [];
    const [first] = pools;
    if (!first) return [];
    const machine = either(first, "machineSpec");
    const container = either(first, "containerSpec");
    const replicas = pools.reduce((sum, pool) => sum + Number(either(pool, "replicaCount").raw() ?? 1), 0);
    const timeout = /^(\d+)s$/.exec(
      root.at("scheduling", "timeout").text() ?? root.at("jobSpec", "scheduling", "timeout").text() ?? "",
    )?.[1];
    const facts = {
      ...textFact("resources.accelerator", either(machine, "acceleratorType")),
      ...countFact("resources.accelerators_per_node", either(machine, "acceleratorCount")),
      ...textFact("resources.instance_type", either(machine, "machineType")),
      ...(replicas > 0 && { "resources.nodes": declared(replicas, either(first, "replicaCount").place) }),
      ...(timeout && { "resources.time_limit": declared(seconds(Number(timeout)), root.at("scheduling").place) }),
    };
    const runs = runsOf(scriptOf([container.at("command"), container.at("args")], "exec"), environmentAt(container.at("env")), report);
    return launch(
      "vertex",
      root,
      facts,
      runs.length > 0 ? runs.slice(0, 1) : [{ at: root.place, facts: {}, uses: [] }],
      root.at("displayName").text(),
    );
  },
});
