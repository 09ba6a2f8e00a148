import { ok, type Reader } from "../model/reading.js";
import { strategy } from "../vocabulary/lightning.js";
import { countOrNone, dtype } from "../vocabulary/scalars.js";
import { means } from "../vocabulary/vocabulary.js";
import { defineProgram } from "./program.js";

/** `4`, and the devices `0,1`; `auto` is whatever there is. */
const devices: Reader<number | undefined> = (raw) => {
  const text = String(raw);
  return /^\d+(,\d+)+$/.test(text) ? ok(text.split(",").length) : countOrNone(raw);
};

/** `fabric run train.py`, and `lightning run model train.py` as it was called before. */
export default defineProgram({
  names: ["fabric", "lightning"],
  subcommands: [["run", "model"], ["run"]],
  valued: [
    "--accelerator",
    "--strategy",
    "--devices",
    "--num-nodes",
    "--num_nodes",
    "--node-rank",
    "--node_rank",
    "--main-address",
    "--main_address",
    "--main-port",
    "--main_port",
    "--precision",
  ],
  startsScript: true,
  vocabulary: {
    devices: means("resources.accelerators_per_node", devices),
    num_nodes: means("resources.nodes", countOrNone),
    precision: means("training.precision", dtype),
    strategy: means("parallelism.strategy", strategy),
  },
});
