import type { KnownFacts, MutableFacts } from "../../model/facts.js";
import type { Fragment, Run } from "../../model/job.js";
import { toImage } from "../../programs/_image.js";
import { namesTraining } from "../../programs/_names.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { environmentAt, inFolderOf, orQuietly, scriptOf, wordsOf, workOf } from "../launched.js";
import { entrypointRuns } from "./entrypoint.js";
import { hardware, limit } from "./hardware.js";
import { type Group, KINDS, type Kind } from "./kinds.js";
import { namesDevices } from "./pods.js";
import { repeats } from "./repeats.js";

const GROUPS =
  /^(batch|kubeflow\.org|trainer\.kubeflow\.org|jobset\.x-k8s\.io|ray\.io|batch\.volcano\.sh|argoproj\.io|sagemaker\.amazonaws\.com)\//;

export default defineDataFormat({
  id: "kubernetes",
  title: "Kubernetes jobs: Job, PyTorchJob, TrainJob, JobSet, RayJob, Volcano, MPIJob, Argo",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/job/",
  role: "launch",
  rank: 15,
  recognises: ({ root }) => GROUPS.test(root.at("apiVersion").text() ?? "") && KINDS[root.at("kind").text() ?? ""] !== undefined,
  parse,
});

function parse(document: DataDocument, { report }: Context): readonly Fragment[] {
  const { root } = document;
  const kind = KINDS[root.at("kind").text() ?? ""];
  if (!kind) return [];
  const groups = kind.groups(root.at("spec"));
  const parts = kind.apart ? groups.map((each) => [each]) : [groups];
  return parts.flatMap((part) => jobOf(document, kind, part, parts.length > 1, report));
}

/** One job: what its pods ask for, and the command that trains, where one says so. */
function jobOf(
  { root, text }: DataDocument,
  kind: Kind,
  groups: readonly Group[],
  several: boolean,
  report: Context["report"],
): readonly Fragment[] {
  const spec = root.at("spec");
  const named = root.at("metadata", "name").text() ?? root.at("metadata", "generateName").text()?.replace(/-$/, "");
  const name = several ? [named, groups[0]?.name].filter(Boolean).join("/") : named;
  const runs = [...groups.flatMap(({ pod }) => podRuns(pod, report)), ...entrypointRuns(spec, groups, report)];
  const said = runs.filter(({ wraps }) => wraps !== "if it trains");
  const told =
    said.length > 0 ? [richest(said)] : orQuietly(runs, trainsQuietly(kind, spec, groups, name, text), root, handed(groups, report));
  if (told.length > 0) scheduled(spec, report);
  const format = /volcano/.test(root.at("apiVersion").text() ?? "") ? "volcano" : kind.format;
  const facts: MutableFacts = {
    ...hardware(groups, spec),
    ...limit(spec, groups),
    ...(groups[0] && repeats(groups[0], told, text)),
  };
  const runtime = spec.at("runtimeRef", "name").text();
  if (runtime && !spec.at("trainer").has("numNodes")) delete facts["resources.nodes"];
  return told.length === 0
    ? []
    : [
        {
          format,
          role: "launch",
          at: root.place,
          facts,
          uses: [],
          runs: told,
          ...(name && !/[${]/.test(name) && { name }),
          ...(runtime && { buildsOn: runtime }),
          ...(named && /Runtime$/.test(root.at("kind").text() ?? "") && { offers: named }),
        },
      ];
}

/** A CronJob or CronWorkflow has no end: how often it runs within a budget's period is not in the file. */
function scheduled(spec: Cursor, report: Context["report"]): void {
  const cell = spec.at("schedule");
  if (cell.text() === undefined) return;
  report(
    "input/unresolved",
    "this job starts anew on its schedule; the figures are of one execution",
    cell.place,
    "# traincost: runs=30, for as many executions as the budget's period has",
  );
}

/** A job whose command says nothing: its kind, name or image is made for training, and nothing speaks against it. */
const trainsQuietly = (kind: Kind, spec: Cursor, groups: readonly Group[], name: string | undefined, text: string): boolean =>
  !(kind.idle && !groups.some(({ pod }) => namesDevices(pod))) &&
  (trainsBy(kind, spec, groups) ||
    [name, ...groups.map(containerName)].some((each) => namesTraining(each ?? "")) ||
    FRAMEWORK.test(imagesOf(groups)) ||
    HYDRA.test(text)) &&
  !NOT_TRAINING.test(`${name ?? ""} ${commandOf(groups)}`);

/** What an image without a command of the file's is handed. */
function handed(groups: readonly Group[], report: Context["report"]): KnownFacts {
  const container = groups[0]?.pod.at("containers", 0);
  return container && !container.has("command") ? toImage(wordsOf(container.at("args").items()), report) : {};
}

/** Of several commands that train, the one that says most is the work; the others serve it. */
const richest = (runs: readonly Run[]): Run =>
  runs.reduce((best, run) => (Object.keys(run.facts).length > Object.keys(best.facts).length ? run : best));

/** MPI computes much else: there accelerators must be asked for. Volcano's plugins set up a framework's ranks: only training has them. */
const trainsBy = (kind: Kind, spec: Cursor, groups: readonly Group[]) =>
  (kind.trains && (kind.format !== "mpijob" || groups.some(({ pod }) => namesDevices(pod)))) ||
  ["pytorch", "tensorflow"].some((name) => spec.has("plugins", name)) ||
  spec
    .at("tasks")
    .items()
    .some((each) => /^(ps|scheduler)$/.test(each.at("name").text() ?? ""));

/** Images of clusters that only training frameworks start. */
const FRAMEWORK = /(^|[/:_-])(verl|openrlhf|nemo-rl|trl|axolotl)([/:_-]|$)/im;
const containerName = ({ pod }: Group) => pod.at("containers", 0, "name").text();
const imagesOf = (groups: readonly Group[]) => groups.map(({ pod }) => pod.at("containers", 0, "image").text() ?? "").join("\n");

/** A template's command that hands NeMo its settings. */
const HYDRA = /\+?exp_manager\.\w+=|trainer\.max_steps=/;
const NOT_TRAINING =
  /\bserv(e|ing|er|ice)\b|vllm|infer(?!ences)|eval|\becho\.py|-echo\b|prep\b|sendrecv|smoke|interactive|nccl(?!_)|sleep|rabit|xgboost-dist-test|unit-?test|gpu-?test|stress|gpu-?burn|(?<![a-z])bench(?![a-z])|\b(lammps|gromacs|namd|openfoam)\b/i;
const commandOf = (groups: readonly Group[]) =>
  groups
    .map(({ pod }) => JSON.stringify([pod.at("containers", 0, "command").raw(), pod.at("containers", 0, "args").raw()]))
    .join(" ")
    .slice(0, 400);

/** A step of a workflow has one container, or a script with its interpreter. */
function podRuns(pod: Cursor, report: Context["report"]): readonly Run[] {
  if (pod.has("script", "source"))
    return workOf(scriptOf([pod.at("script", "source")], "lines"), environmentAt(pod.at("script", "env")), report);
  const containers =
    pod.at("containers").kind === "sequence" ? pod.at("containers").items() : [pod.has("container") ? pod.at("container") : pod];
  return containers.flatMap((each) =>
    inFolderOf(
      each.at("workingDir"),
      workOf(scriptOf([each.at("command"), each.at("args")], "exec"), environmentAt(each.at("env")), report),
    ),
  );
}
