import type { MutableFacts } from "../../model/facts.js";
import type { Run } from "../../model/job.js";
import type { Known } from "../../model/known.js";
import { topOf } from "../../model/place.js";
import { namesOther, namesTraining } from "../../programs/_names.js";
import { allocation, directiveOptions, type SlurmOptions } from "../../programs/_slurm.js";
import { least, timeOf } from "../../programs/_slurm-words.js";
import { startedIn } from "../../programs/_started.js";
import { work } from "../../programs/interpret.js";
import type { Script, Word } from "../../text/script.js";
import { readScript } from "../../text/shell.js";
import { type Context, defineScriptFormat } from "../format.js";

export default defineScriptFormat({
  id: "slurm",
  title: "Slurm sbatch",
  url: "https://slurm.schedmd.com/sbatch.html",
  role: "launch",
  rank: 10,
  recognises: ({ directives }) => directives.some(({ kind }) => kind === "SBATCH"),
  parse,
});

/** What Slurm would refuse: a limit or a number of nodes that is none. */
const MUST_READ = [
  ["time", timeOf, "D-HH:MM:SS"],
  ["nodes", least, "a whole number above 0"],
] as const;

function checkOptions(options: SlurmOptions, report: Context["report"]) {
  for (const [name, read, form] of MUST_READ) {
    const word = options.get(name);
    if (word && /^[\w.:-]+$/.test(word.text) && word.unknown.length === 0 && !UNLIMITED.test(word.text) && !read(word))
      report("input/wrong-type", `--${name} says nothing that Slurm reads`, word.at, form);
  }
}
/** No limit at all, and what some sites write for it. */
const UNLIMITED = /^(unlimited|infinite|-1|0+(:0+)*)$/i;

function parse(script: Script, { report }: Context) {
  const options = directiveOptions(script);
  const facts = allocation(options);
  checkOptions(options, report);
  const again = readScript(script.text, topOf(script.file), new Map([...script.given, ...environmentOf(options, facts)]), script.called);
  const told = work(again, report).map((run) => startedIn(options.get("chdir")?.text, run));
  const runs =
    told.some(({ wraps }) => wraps !== "if it trains") ||
    !facts["resources.accelerators_per_node"] ||
    !namesTraining(options.get("job-name")?.text ?? "")
      ? told
      : [...plainPython(again), ...told];
  const first = script.directives[0]?.at ?? topOf(script.file);
  const name = options.get("job-name")?.text;
  return runs.length === 0
    ? []
    : [
        {
          format: "slurm",
          role: "launch" as const,
          at: first,
          facts,
          uses: [],
          runs,
          ...(name !== undefined && /^[\w.-]+$/.test(name) && { name }),
        },
      ];
}

/** `#SBATCH --job-name=train …` and then `python main.py`: the name says what the command does. */
function plainPython({ commands }: Script): readonly Run[] {
  const last = commands.findLast(({ argv }) => {
    const words = argv.map(({ text }) => text);
    const script = words.find((word) => word.endsWith(".py"));
    return script !== undefined && words.some((word) => /(^|\/)python[\d.]*$/.test(word)) && !namesOther(script);
  });
  return last ? [{ at: last.at, facts: {}, uses: [] }] : [];
}

/** What Slurm itself sets, as far as the directives decide it. */
function environmentOf(options: SlurmOptions, facts: MutableFacts): ReadonlyMap<string, Word> {
  const environment = new Map<string, Word>();
  const set = (name: string, known: Known<number> | undefined) => {
    if (known?.at) environment.set(name, { text: String(known.value), at: known.at, unknown: [] });
  };
  const nodes = facts["resources.nodes"];
  for (const name of ["SLURM_NNODES", "SLURM_JOB_NUM_NODES"]) set(name, nodes);
  for (const name of ["SLURM_GPUS_ON_NODE", "SLURM_GPUS_PER_NODE"]) set(name, facts["resources.accelerators_per_node"]);
  const perNode = least(options.get("ntasks-per-node"));
  set("SLURM_NTASKS_PER_NODE", perNode);
  const tasks = least(options.get("ntasks")) ?? (perNode && { ...perNode, value: perNode.value * (nodes?.value ?? 1) });
  for (const name of ["SLURM_NTASKS", "SLURM_NPROCS"]) set(name, tasks);
  set("SLURM_CPUS_PER_TASK", least(options.get("cpus-per-task")));
  return environment;
}
