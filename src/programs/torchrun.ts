import { countOrNone } from "../vocabulary/scalars.js";
import { means } from "../vocabulary/vocabulary.js";
import { countOf, defineProgram } from "./program.js";

export default defineProgram({
  names: ["torchrun", "torchrun-hpu"],
  modules: ["torch.distributed.run", "torch.distributed.launch"],
  valued: [
    "--nproc_per_node",
    "--nproc-per-node",
    "--nnodes",
    "--node_rank",
    "--node-rank",
    "--master_addr",
    "--master-addr",
    "--master_port",
    "--master-port",
    "--rdzv_id",
    "--rdzv-id",
    "--rdzv_backend",
    "--rdzv-backend",
    "--rdzv_endpoint",
    "--rdzv-endpoint",
    "--rdzv_conf",
    "--rdzv-conf",
    "--max_restarts",
    "--max-restarts",
    "--monitor_interval",
    "--start_method",
    "--role",
    "--log_dir",
    "--log-dir",
    "-r",
    "--redirects",
    "-t",
    "--tee",
    "--local_addr",
    "--local-ranks-filter",
    "--local_ranks_filter",
  ],
  startsScript: true,
  vocabulary: { nproc_per_node: means("resources.accelerators_per_node", countOrNone) },
  /** `--nnodes 1:4` is elastic: the least it starts with counts. `--standalone` is one node. */
  together(flags) {
    const nodes = countOf(flags, "nnodes");
    const word = flags.get("nnodes")?.values[0];
    const elastic = word && /^(\d+):\d+$/.exec(word.text)?.[1];
    if (nodes) return { "resources.nodes": nodes };
    const alone = flags.get("standalone");
    if (alone) return { "resources.nodes": { kind: "declared", value: 1, at: alone.at } };
    return word && elastic ? { "resources.nodes": { kind: "declared", value: Number(elastic), at: word.at } } : {};
  },
});
