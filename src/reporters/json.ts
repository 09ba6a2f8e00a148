import type { Reporter } from "./reporter.js";

/** Contract section 6, to the letter. */
export const json: Reporter = { render: (report) => `${JSON.stringify(report, null, 2)}\n` };
