import { declared } from "../model/known.js";
import type { Word } from "../text/script.js";
import { countOf, defineProgram, type Flags, type PartialFacts } from "./program.js";

export default defineProgram({
  names: ["mpirun", "mpiexec", "orterun", "prun", "aprun"],
  valued: [
    "-n",
    "-np",
    "--np",
    "--cpu-bind",
    "-N",
    "-H",
    "-x",
    "-npernode",
    "--npernode",
    "--map-by",
    "-map-by",
    "--bind-to",
    "-bind-to",
    "-host",
    "--host",
    "-hosts",
    "-hostfile",
    "--hostfile",
    "-machinefile",
    "-ppn",
    "--ppn",
    "-f",
    "-wdir",
    "--rank-by",
    "--report-bindings",
    "-pernode",
    "-d",
    "--depth",
  ],
  paired: ["-mca", "--mca", "-gmca", "--gmca", "-genv", "-env"],
  together,
});

/** A rank drives one device; one rank a node is a launcher's, and says nothing of devices. Ranks alone, without nodes, are the scheduler's to place. */
function together(flags: Flags): PartialFacts {
  const [ranks, perNode] = [countOf(flags, "np", "n"), countOf(flags, "npernode", "ppn", "N") ?? mapped(flags) ?? slots(flags)];
  if (!perNode) return {};
  return {
    ...(perNode.value > 1 && { "resources.accelerators_per_node": perNode }),
    ...(ranks?.at && { "resources.nodes": declared(Math.max(1, Math.round(ranks.value / perNode.value)), ranks.at) }),
  };
}

const counted = (word: Word | undefined, pattern: RegExp) => {
  const digits = word && pattern.exec(word.text)?.[1];
  return word && digits ? declared(Number(digits), word.at) : undefined;
};

/** `--map-by ppr:4:node`. */
const mapped = (flags: Flags) => counted(flags.get("map_by")?.values[0], /^ppr:(\d+):node/);

/** `-H node1:4,node2:4`. */
const slots = (flags: Flags) => counted((flags.get("H") ?? flags.get("host"))?.values[0], /^[^:,]+:(\d+)(?:,|$)/);
