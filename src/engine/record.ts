import type { Cursor } from "../text/cursor.js";

/** Keys that a program writes down of a run that has been: ms-swift's `args.json`, the metrics of Hugging Face's trainer, times and the exit of a run. */
const WRITTEN =
  /^((started|ended|finished|completed|generated|recorded|locked)_(utc|at|on|time)|exit_(status|code)|train_runtime|train_samples_per_second|log_history|best_model_checkpoint|swift_version)$/;

/** What a run left behind repeats its settings and starts nothing. */
export const isRecord = (root: Cursor): boolean => root.keys().some((key) => WRITTEN.test(key));
