import { defineProgram } from "./program.js";

/** `ssh host command`; a quoted script is read where the shell is. */
export default defineProgram({
  names: ["ssh", "rsh"],
  valued: ["-p", "-i", "-o", "-l", "-F", "-J", "-L", "-R", "-D", "-E", "-b", "-c", "-m", "-S", "-W", "-w"],
  positional: 1,
});
