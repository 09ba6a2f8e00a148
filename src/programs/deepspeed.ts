import { declared } from "../model/known.js";
import { countOrNone } from "../vocabulary/scalars.js";
import { means } from "../vocabulary/vocabulary.js";
import { defineProgram } from "./program.js";

export default defineProgram({
  names: ["deepspeed"],
  modules: ["deepspeed.launcher.runner"],
  valued: [
    "--num_gpus",
    "--num_nodes",
    "--include",
    "--exclude",
    "-i",
    "-e",
    "--hostfile",
    "-H",
    "--master_port",
    "--master_addr",
    "--launcher",
    "--launcher_args",
    "--module_list",
  ],
  startsScript: true,
  vocabulary: { num_gpus: means("resources.accelerators_per_node", countOrNone), num_nodes: means("resources.nodes", countOrNone) },
  /** `--include localhost:0,1,2,3`, `--include worker-0:0,1@worker-1:0,1`: the hosts and the devices of each. */
  together(flags) {
    const word = (flags.get("include") ?? flags.get("i"))?.values[0];
    if (!word || word.unknown.length > 0) return {};
    const hosts = word.text.split("@");
    const devices = /:(\d+(?:,\d+)*)$/.exec(hosts[0] ?? "")?.[1];
    return {
      ...(devices && { "resources.accelerators_per_node": declared(devices.split(",").length, word.at) }),
      ...(hosts.length > 1 && { "resources.nodes": declared(hosts.length, word.at) }),
    };
  },
});
