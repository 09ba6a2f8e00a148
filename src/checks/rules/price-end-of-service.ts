import { defineRule } from "./rule.js";

export default defineRule({
  rule: "price/end-of-service",
  look: ({ managed, facts }) =>
    managed?.status && /wind-down|shut down|retire|deprecated/i.test(managed.status)
      ? {
          message: `${managed.provider}, ${managed.model}: ${managed.status}`,
          at: facts["model.id"]?.at,
          help: "choose a model that will still be served",
        }
      : null,
});
