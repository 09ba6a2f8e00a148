import { ok, type Reader } from "../model/reading.js";
import { countOrNone, dtype, word } from "../vocabulary/scalars.js";
import { means } from "../vocabulary/vocabulary.js";
import { defineProgram } from "./program.js";

/** Lightning's words for what is sharded. */
const strategy = word({
  ddp: "ddp",
  fsdp: "fsdp",
  deepspeed: "zero2",
  deepspeed_stage_1: "zero1",
  deepspeed_stage_2: "zero2",
  deepspeed_stage_2_offload: "zero2",
  deepspeed_stage_3: "zero3",
  deepspeed_stage_3_offload: "zero3",
});

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
