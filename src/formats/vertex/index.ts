import type { MutableFacts } from "../../model/facts.js";
import type { Run } from "../../model/job.js";
import { declared } from "../../model/known.js";
import { seconds } from "../../model/units.js";
import { toImage } from "../../programs/_image.js";
import { namesOther, namesTraining } from "../../programs/_names.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, environmentAt, launch, runsOf, scriptOf, textFact, untold, wholeAt, wordsOf } from "../launched.js";

const POOLS = ["workerPoolSpecs", "worker_pool_specs"];
/** Where the specification of the job stands: the file itself, a CustomJob, a trial of a tuning job, a pipeline's input. */
const JOBS = ["jobSpec", "job_spec", "trialJobSpec", "trial_job_spec", "trainingTaskInputs", "training_task_inputs"];
const jobOf = (root: Cursor): Cursor | undefined =>
  [root, ...JOBS.map((key) => root.at(key))].find((cell) => POOLS.some((key) => cell.has(key)));

/** REST writes camelCase, gcloud's files and the SDK snake_case. */
const either = (cell: Cursor, camel: string) =>
  cell.has(camel) ? cell.at(camel) : cell.at(camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

export default defineDataFormat({
  id: "vertex",
  title: "Vertex AI custom job",
  url: "https://cloud.google.com/vertex-ai/docs/reference/rest/v1/CustomJobSpec",
  role: "launch",
  rank: 21,
  recognises: ({ root }) => jobOf(root) !== undefined,
  parse({ root }: DataDocument, { report }: Context) {
    const job = jobOf(root);
    const pools = job ? either(job, "workerPoolSpecs").items("lone") : [];
    const name = either(root, "displayName").text();
    const runs = pools.flatMap((pool) => runsIn(pool, report));
    const images = pools.map((pool) => either(either(pool, "containerSpec"), "imageUri").text() ?? "");
    if (!job || pools.length === 0 || (runs.length === 0 && !trainsQuietly(pools, [name ?? "", ...images]))) return [];
    const facts = { ...machines(pools), ...schedule(either(job, "scheduling")), ...countFact("runs", either(root, "maxTrialCount")) };
    return launch("vertex", root, facts, runs.length > 0 ? runs.slice(0, 1) : quiet(root, pools, report), name);
  },
});

/** Custom jobs are made for training: one with accelerators, or of such a name, trains where nothing says that it does something else. */
const trainsQuietly = (pools: readonly Cursor[], names: readonly string[]): boolean =>
  !names.some(namesOther) &&
  (names.some(namesTraining) ||
    pools.some((pool) => either(either(pool, "machineSpec"), "acceleratorType").kind !== "absent") ||
    pools.every((pool) => !either(pool, "containerSpec").has("command")));

/** An image that starts its own program: what it is handed says something of the run. */
function quiet(root: Cursor, pools: readonly Cursor[], report: Context["report"]): readonly Run[] {
  const words = pools.slice(0, 1).flatMap((pool) => either(pool, "containerSpec").at("args").items());
  const facts = toImage(wordsOf(words), report);
  return untold(root).map((run) => ({ ...run, facts }));
}

/** A container's command, or a Python package's module with its arguments. */
function runsIn(pool: Cursor, report: Context["report"]): readonly Run[] {
  const [container, python] = [either(pool, "containerSpec"), either(pool, "pythonPackageSpec")];
  const module = either(python, "pythonModule").text();
  if (module === undefined)
    return runsOf(scriptOf([container.at("command"), container.at("args")], "exec"), environmentAt(container.at("env")), report);
  const script = scriptOf([python.at("args")], "exec");
  return runsOf({ text: `python -m ${module} ${script?.text ?? ""}`, at: python.place }, environmentAt(python.at("env")), report);
}

/** The first pool is the chief; the second's workers count where they have the chief's machine. Parameter servers and evaluators come after. */
function machines(pools: readonly Cursor[]): MutableFacts {
  const [first, second] = pools;
  if (!first) return {};
  const machine = either(first, "machineSpec");
  const type = (pool: Cursor | undefined) => pool && either(either(pool, "machineSpec"), "machineType").text();
  const counted = second && type(second) === type(first) ? [first, second] : [first];
  const sizes = counted.map((pool) => either(pool, "replicaCount")).map((cell) => (cell.kind === "absent" ? 1 : wholeAt(cell)));
  const nodes = sizes.every((size) => size !== undefined) ? sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) : 0;
  return {
    ...textFact("resources.accelerator", either(machine, "acceleratorType")),
    ...countFact("resources.accelerators_per_node", either(machine, "acceleratorCount")),
    ...textFact("resources.instance_type", either(machine, "machineType")),
    ...(nodes > 0 && {
      "resources.nodes": declared(
        nodes,
        either(first, "replicaCount").kind === "absent" ? first.place : either(first, "replicaCount").place,
      ),
    }),
  };
}

function schedule(scheduling: Cursor): MutableFacts {
  const [timeout, strategy] = [scheduling.at("timeout"), scheduling.at("strategy")];
  const time = /^(\d+)(\.\d+)?s$/.exec(timeout.text() ?? "")?.[1];
  return {
    ...(time && { "resources.time_limit": declared(seconds(Number(time)), timeout.place) }),
    ...(strategy.text() === "SPOT" && { "resources.spot": declared(true, strategy.place) }),
  };
}
