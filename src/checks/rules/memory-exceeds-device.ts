import { peakTold, relief } from "../relief.js";
import { defineRule } from "./rule.js";

export default defineRule({
  rule: "memory/exceeds-device",
  look: (job) => (job.estimate.fits === "no" ? peakTold(job, "will not fit", relief(job)) : null),
});
