import { defineRule } from "./rule.js";

export default defineRule({
  rule: "time/no-limit",
  look({ facts, job, managed }) {
    if (managed !== undefined) return null;
    const rents = job.sources.some(({ role }) => role === "launch");
    return rents && !facts["resources.time_limit"]
      ? { message: "nothing stops this job if it hangs", at: job.at, help: "declare a time limit" }
      : null;
  },
});
