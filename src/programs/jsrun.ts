import { declared } from "../model/known.js";
import { countOf, defineProgram } from "./program.js";

/** LSF's step: resource sets (`-n`), of them on a node (`-r`), devices in each (`-g`). */
export default defineProgram({
  names: ["jsrun", "lrun"],
  valued: [
    "-n",
    "--nrs",
    "-r",
    "--rs_per_host",
    "-g",
    "--gpu_per_rs",
    "-a",
    "--tasks_per_rs",
    "-c",
    "--cpu_per_rs",
    "-b",
    "--bind",
    "-d",
    "--launch_distribution",
    "-l",
    "-E",
    "--env",
    "-N",
    "-T",
    "--smpiargs",
  ],
  together(flags) {
    const [sets, perHost, each] = [countOf(flags, "n", "nrs"), countOf(flags, "r", "rs_per_host"), countOf(flags, "g", "gpu_per_rs")];
    return {
      ...(perHost?.at && each && { "resources.accelerators_per_node": declared(perHost.value * each.value, perHost.at) }),
      ...(perHost && sets?.at && { "resources.nodes": declared(Math.max(1, Math.round(sets.value / perHost.value)), sets.at) }),
    };
  },
});
