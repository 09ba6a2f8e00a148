import { countOrNone } from "../vocabulary/scalars.js";
import { means } from "../vocabulary/vocabulary.js";
import { defineProgram } from "./program.js";

/** Programs that choose an environment and start what follows. */
export default defineProgram({
  names: ["uv", "poetry", "conda", "mamba", "micromamba", "pipenv", "pdm", "hatch", "pixi", "rye", "modal", "dotenv", "op", "wandb", "ray"],
  subcommands: [["run"], ["job", "submit"], ["exec"], ["launch"]],
  bare: true,
  valued: [
    "-n",
    "--name",
    "-p",
    "--prefix",
    "--python",
    "--with",
    "--extra",
    "--group",
    "--project",
    "--directory",
    "--package",
    "--index-url",
    "--working-dir",
    "--runtime-env",
    "--runtime-env-json",
    "--address",
    "--entrypoint-num-gpus",
    "--entrypoint-num-cpus",
    "--submission-id",
    "--cwd",
    "-e",
    "--env-file",
    "--project-dir",
  ],
  vocabulary: { entrypoint_num_gpus: means("resources.accelerators_per_node", countOrNone) },
});
