import type { Word } from "../text/script.js";
import { lsfFacts } from "./_lsf.js";
import { defineProgram, type Flags } from "./program.js";

/** The options of a `#BSUB` header on the command line, before what is submitted: `bsub -gpu "num=4" -W 72:00 bash -c "torchrun …"`. */
export default defineProgram({
  names: ["bsub"],
  valued: [
    "-J",
    "-G",
    "-q",
    "-n",
    "-nnodes",
    "-W",
    "-We",
    "-R",
    "-M",
    "-v",
    "-gpu",
    "-cwd",
    "-o",
    "-oo",
    "-e",
    "-eo",
    "-i",
    "-w",
    "-m",
    "-P",
    "-u",
    "-U",
    "-b",
    "-t",
    "-E",
    "-Ep",
    "-L",
    "-app",
    "-a",
    "-env",
    "-g",
    "-sp",
    "-alloc_flags",
    "-core_isolation",
  ],
  folders: ["cwd"],
  together: (flags) => lsfFacts({ get: (name) => (name === "gpu" ? devicesIn(flags) : flags.get(name)?.values[0]) }),
});

/** What a device must be is itself written as settings: `num=4:mode=exclusive_process` reads like one. */
function devicesIn(flags: Flags): Word | undefined {
  const given = flags.get("gpu")?.values[0];
  const [name, flag] = [...flags].find(([each]) => SETTINGS.has(each)) ?? [];
  const word = flag?.values[0];
  return given ?? (flags.has("gpu") && word ? { ...word, text: `${name}=${word.text}` } : undefined);
}

/** First words of `-gpu`: https://www.ibm.com/docs/en/spectrum-lsf/10.1.0?topic=options-gpu */
const SETTINGS = new Set(["num", "mode", "mps", "j_exclusive", "aff", "block", "gpack", "gvendor", "gmodel", "gtile", "gmem", "glink"]);
