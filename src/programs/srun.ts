import { slurmOptions, stepOf } from "./_slurm.js";
import { SLURM_VALUED } from "./_slurm-valued.js";
import { defineProgram } from "./program.js";

export default defineProgram({
  names: ["srun"],
  valued: SLURM_VALUED,
  folders: ["chdir", "D"],
  together: (flags) => stepOf(slurmOptions(flags)),
});
