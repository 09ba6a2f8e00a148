import { defineProgram } from "./program.js";

/** How often it repeats the command stands in its input, which nobody reads here. */
export default defineProgram({
  names: ["xargs"],
  valued: ["-I", "-n", "-P", "-L", "-d", "-a", "-s", "-E", "--max-args", "--max-procs", "--max-lines", "--delimiter", "--arg-file"],
});
