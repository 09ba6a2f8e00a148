import * as core from "@actions/core";
import { action } from "../action/action.js";
import { ActionError } from "../action/inputs.js";
import { runner } from "../adapters/runner.js";

try {
  if (!(await action(runner()))) core.setFailed("traincost: over a budget or a rule; the job summary says which");
} catch (error) {
  const message = error instanceof Error ? error.message.split("\n")[0] : String(error);
  core.setFailed(
    error instanceof ActionError
      ? error.message
      : `traincost crashed: ${message}; please report it: https://github.com/traincost/traincost/issues`,
  );
}
