import { defineProgram } from "./program.js";

/** The hosts stand in `-w`. */
export default defineProgram({
  names: ["pdsh", "pssh", "parallel-ssh", "clush"],
  valued: ["-w", "-x", "-f", "-l", "-t", "-u", "-R", "-h", "-H", "-p", "-O", "-o", "-e", "-g"],
});
