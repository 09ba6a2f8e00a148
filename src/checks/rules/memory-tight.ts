import { leavesCheckpointingOpen } from "../../model/training.js";
import { peakTold, relief } from "../relief.js";
import { defineRule } from "./rule.js";

export default defineRule({
  rule: "memory/tight",
  look: (job) =>
    job.estimate.fits === "tight"
      ? peakTold(job, "may not fit", leavesCheckpointingOpen(job.facts) ? SAY_CHECKPOINTING : relief(job))
      : null,
});

const SAY_CHECKPOINTING = "say training.gradient_checkpointing: nobody does, and the range reaches to either way of it";
