import { gib } from "../../model/units.js";
import { formatGib } from "../../model/words.js";
import { defineRule } from "./rule.js";

export default defineRule({
  rule: "memory/host-over-limit",
  look({ estimate, facts }) {
    const limit = facts["resources.memory_limit"];
    if (!limit || !estimate.host_memory || estimate.host_memory.expected <= limit.value) return null;
    return {
      message: `a node needs about ${formatGib(gib(estimate.host_memory.expected))} of host memory, and ${formatGib(gib(limit.value))} are asked for`,
      at: limit.at,
      help: "ask for more memory, or offload less",
    };
  },
});
