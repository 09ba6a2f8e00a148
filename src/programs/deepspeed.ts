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
  /** `--include localhost:0,1,2,3` names the devices of each host. */
  together(flags) {
    const word = flags.get("include")?.values[0] ?? flags.get("i")?.values[0];
    const devices = word && /^[^:@]+:([\d,]+)$/.exec(word.text)?.[1];
    return word && devices
      ? { "resources.accelerators_per_node": { kind: "declared", value: devices.split(",").length, at: word.at } }
      : {};
  },
});
