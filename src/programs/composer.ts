import { declared } from "../model/known.js";
import { countOf, defineProgram } from "./program.js";

/** MosaicML's launcher: `-n` devices of this node, `--world_size` of all nodes. */
export default defineProgram({
  names: ["composer"],
  modules: ["composer.cli.launcher"],
  framework: "llm-foundry",
  valued: ["-n", "--nproc", "--world_size", "--base_rank", "--node_rank", "--master_addr", "--master_port", "--stdout", "--stderr"],
  startsScript: true,
  together(flags) {
    const [here, all] = [countOf(flags, "n", "nproc"), countOf(flags, "world_size")];
    return {
      ...(here && { "resources.accelerators_per_node": here }),
      ...(here && all?.at && { "resources.nodes": declared(Math.max(1, Math.round(all.value / here.value)), all.at) }),
    };
  },
});
