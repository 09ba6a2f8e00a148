import { hours } from "../../model/units.js";
import { formatHours } from "../../model/words.js";
import { defineRule } from "./rule.js";

export default defineRule({
  rule: "time/over-limit",
  look({ estimate, facts }) {
    const limit = facts["resources.time_limit"];
    if (!limit || !estimate.wall || estimate.wall.expected <= limit.value) return null;
    return {
      message: `about ${formatHours(hours(estimate.wall.expected))} are expected, and the scheduler stops the job after ${formatHours(hours(limit.value))}`,
      at: limit.at,
      help: "raise the limit, or save checkpoints and resume",
    };
  },
});
