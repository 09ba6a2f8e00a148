import { allocation, slurmOptions } from "./_slurm.js";
import { SLURM_VALUED } from "./_slurm-valued.js";
import { defineProgram } from "./program.js";

/** On the command line the same options beat the script's `#SBATCH` lines; `--wrap` is read where the shell is. */
export default defineProgram({
  names: ["sbatch", "salloc"],
  valued: SLURM_VALUED,
  together: (flags) => allocation(slurmOptions(flags)),
});
