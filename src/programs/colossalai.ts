import { declared } from "../model/known.js";
import { countOrNone } from "../vocabulary/scalars.js";
import { means } from "../vocabulary/vocabulary.js";
import { defineProgram } from "./program.js";

export default defineProgram({
  names: ["colossalai"],
  subcommands: [["run"]],
  valued: [
    "--host",
    "-H",
    "--hostfile",
    "--include",
    "-i",
    "--exclude",
    "-e",
    "--num_nodes",
    "--nproc_per_node",
    "--master_port",
    "--master_addr",
    "--extra_launch_args",
    "--ssh-port",
  ],
  startsScript: true,
  vocabulary: { nproc_per_node: means("resources.accelerators_per_node", countOrNone), num_nodes: means("resources.nodes", countOrNone) },
  /** `--host node1,node2` names the machines. */
  together(flags) {
    const hosts = (flags.get("host") ?? flags.get("H"))?.values[0];
    return hosts && !flags.has("num_nodes") ? { "resources.nodes": declared(hosts.text.split(",").length, hosts.at) } : {};
  },
});
