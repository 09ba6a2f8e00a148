import { declared } from "../model/known.js";
import { countOrNone } from "../vocabulary/scalars.js";
import { means } from "../vocabulary/vocabulary.js";
import { defineProgram } from "./program.js";

/** `sky launch --gpus H100:8 --num-nodes 2 'command'`: its options beat those of a task file. */
export default defineProgram({
  names: ["sky"],
  subcommands: [["jobs", "launch"], ["spot", "launch"], ["launch"], ["exec"]],
  valued: [
    "-c",
    "--cluster",
    "-n",
    "--name",
    "--gpus",
    "-t",
    "--instance-type",
    "--num-nodes",
    "--cpus",
    "--memory",
    "--disk-size",
    "--cloud",
    "--infra",
    "--region",
    "--zone",
    "--env",
    "--env-file",
    "--secret",
    "--image-id",
    "--workdir",
    "-i",
    "--idle-minutes-to-autostop",
    "--job-recovery",
    "--ports",
  ],
  vocabulary: {
    num_nodes: means("resources.nodes", countOrNone),
    use_spot: means("resources.spot"),
    cloud: means("resources.cloud"),
    region: means("resources.region"),
    instance_type: means("resources.instance_type"),
  },
  together(flags) {
    const word = flags.get("gpus")?.values[0];
    const [, name, count] = /^([A-Za-z][\w-]*)(?::(\d+))?$/.exec(word?.text ?? "") ?? [];
    return word && name
      ? {
          "resources.accelerator": declared(name, word.at),
          "resources.accelerators_per_node": declared(Number(count ?? 1), word.at),
        }
      : {};
  },
});
