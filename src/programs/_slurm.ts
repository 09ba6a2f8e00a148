import type { MutableFacts } from "../model/facts.js";
import { declared, derived, type Known } from "../model/known.js";
import type { Script, Word } from "../text/script.js";
import { arrayOf, cardIn, type Devices, devicesOf, least, memoryOf, timeOf } from "./_slurm-words.js";
import type { Flags } from "./program.js";

/** Options by their long names, without dashes: `ntasks-per-node`. The same on `#SBATCH` lines, `sbatch`, `srun` and `salloc`. */
export type SlurmOptions = ReadonlyMap<string, Word>;

/** Short options and their long names. */
const SHORT: Readonly<Record<string, string>> = {
  N: "nodes",
  n: "ntasks",
  t: "time",
  J: "job-name",
  D: "chdir",
  G: "gpus",
  p: "partition",
  a: "array",
  C: "constraint",
  c: "cpus-per-task",
};

export const slurmOptions = (flags: Flags): SlurmOptions =>
  new Map([...flags].flatMap(([name, { values }]) => (values[0] ? [[SHORT[name] ?? name.replaceAll("_", "-"), values[0]] as const] : [])));

/** Options of `#SBATCH` lines: several may share one; a value follows `=`, a blank, or a short option at once (`-N2`). */
export function directiveOptions({ directives }: Script): SlurmOptions {
  const options = new Map<string, Word>();
  for (const { kind, words } of directives) {
    if (kind !== "SBATCH") continue;
    words.forEach((word, index) => {
      const long = /^--([\w-]+)(?:=(.*))?$/.exec(word.text);
      const short = /^-(\w)=?(.*)$/.exec(word.text);
      const name = long?.[1] ?? SHORT[short?.[1] ?? ""];
      const value = long ? (long[2] ?? words[index + 1]?.text) : short?.[2] || words[index + 1]?.text;
      if (name && value !== undefined && !options.has(name)) options.set(name, { ...word, text: value });
    });
  }
  return options;
}

/** A whole job, as `#SBATCH` lines and `sbatch` ask for it: what is not said about nodes is one node. */
export function allocation(options: SlurmOptions): MutableFacts {
  const total = devicesOf(options.get("gpus"));
  const nodes = least(options.get("nodes")) ?? (total && spread(total));
  const perNode = perNodeOf(options, nodes?.value ?? 1);
  const accelerator = perNode?.type ?? cardIn(options.get("constraint")) ?? cardIn(options.get("partition"));
  const time = timeOf(options.get("time"));
  const runs = arrayOf(options.get("array"));
  const memory =
    memoryOf(options.get("mem"), 1) ??
    memoryOf(options.get("mem-per-gpu"), perNode?.count) ??
    memoryOf(options.get("mem-per-cpu"), cores(options, nodes?.value ?? 1));
  return {
    ...(nodes && { "resources.nodes": nodes }),
    ...(perNode && { "resources.accelerators_per_node": declared(perNode.count, perNode.at) }),
    ...(accelerator && { "resources.accelerator": accelerator }),
    ...(time && { "resources.time_limit": time }),
    ...(runs && { runs }),
    ...(memory && { "resources.memory_limit": memory }),
  };
}

/** A step of a job: `srun` stands in an allocation whose nodes it may not repeat, so a total that needs them, and its time, say nothing. */
export function stepOf(options: SlurmOptions): MutableFacts {
  const total = devicesOf(options.get("gpus"))?.count ?? 0;
  const known = options.has("nodes") || total <= NODE_OF;
  return allocation(new Map([...options].filter(([name]) => STEP.has(name) && (known || name !== "gpus"))));
}

const STEP = new Set(["nodes", "ntasks", "ntasks-per-node", "gres", "gpus", "gpus-per-node", "gpus-per-task", "constraint", "partition"]);

/** Devices a node holds in every machine that has more than a node's worth. */
const NODE_OF = 8;

/** `--gpus=16` and no nodes: as many nodes of eight as hold them. */
function spread({ count, at }: Devices): Known<number> | undefined {
  return count > NODE_OF && count % NODE_OF === 0
    ? derived(count / NODE_OF, "devices over nodes of eight", [declared(count, at)])
    : undefined;
}

function perNodeOf(options: SlurmOptions, nodes: number): Devices | undefined {
  const device = (name: string) => devicesOf(options.get(name));
  return (
    device("gres") ??
    device("gpus-per-node") ??
    times(device("gpus-per-task"), tasksPerNode(options, nodes)) ??
    times(device("gpus"), 1 / nodes)
  );
}

const times = (devices: Devices | undefined, by: number): Devices | undefined =>
  devices && { ...devices, count: Math.max(1, Math.round(devices.count * by)) };

function tasksPerNode(options: SlurmOptions, nodes: number): number {
  const each = least(options.get("ntasks-per-node"))?.value;
  const all = least(options.get("ntasks"))?.value;
  return each ?? (all === undefined ? 1 : all / nodes);
}

const cores = (options: SlurmOptions, nodes: number): number =>
  (least(options.get("cpus-per-task"))?.value ?? 1) * Math.max(1, tasksPerNode(options, nodes));
