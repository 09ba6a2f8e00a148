import type { Cursor } from "../../text/cursor.js";
import { wholeAt } from "../launched.js";

/** Where a kind keeps its groups of pods: the path to a mapping or list of groups, the group's replicas, its pod spec. */
export interface Kind {
  readonly format: string;
  /** Made for training: a job also where its command says nothing. */
  readonly trains: boolean;
  groups(spec: Cursor): readonly Group[];
}
export interface Group {
  readonly name: string;
  readonly pod: Cursor;
  readonly replicas: number;
  readonly at: Cursor;
}

const group = (name: string, pod: Cursor, at: Cursor, times = 1): Group => ({ name, pod, replicas: (wholeAt(at) ?? 1) * times, at });
const replicaSpecs = (spec: Cursor): readonly Group[] =>
  spec
    .keys()
    .filter((key) => /ReplicaSpecs$/.test(key))
    .flatMap((key) =>
      spec
        .at(key)
        .entries()
        .map(([name, each]) => group(name, each.at("template", "spec"), each.at("replicas"))),
    );

const KUBEFLOW: Kind = { format: "kubernetes", trains: true, groups: replicaSpecs };
export const KINDS: Readonly<Record<string, Kind>> = {
  Job: {
    format: "kubernetes",
    trains: false,
    groups: (spec) => [group("job", spec.at("template", "spec"), spec.at("parallelism")), ...volcano(spec)],
  },
  CronJob: {
    format: "kubernetes",
    trains: false,
    groups: (spec) => [group("job", spec.at("jobTemplate", "spec", "template", "spec"), spec.at("jobTemplate", "spec", "parallelism"))],
  },
  PyTorchJob: { ...KUBEFLOW, format: "pytorchjob" },
  HyperPodPyTorchJob: {
    ...KUBEFLOW,
    format: "pytorchjob",
    groups: (spec) =>
      spec
        .at("replicaSpecs")
        .items()
        .map((each) => group(each.at("name").text() ?? "", each.at("template", "spec"), each.at("replicas"))),
  },
  TFJob: KUBEFLOW,
  XGBoostJob: KUBEFLOW,
  PaddleJob: KUBEFLOW,
  JAXJob: KUBEFLOW,
  MPIJob: { ...KUBEFLOW, format: "mpijob" },
  TrainJob: { format: "trainjob", trains: true, groups: (spec) => [group("trainer", spec.at("trainer"), spec.at("trainer", "numNodes"))] },
  TrainingRuntime: { format: "trainjob", trains: true, groups: runtime },
  ClusterTrainingRuntime: { format: "trainjob", trains: true, groups: runtime },
  JobSet: { format: "jobset", trains: false, groups: replicatedJobs },
  RayJob: { format: "rayjob", trains: false, groups: (spec) => ray(spec.at("rayClusterSpec")) },
  RayCluster: { format: "rayjob", trains: false, groups: ray },
  Workflow: {
    format: "argo",
    trains: false,
    groups: (spec) =>
      spec
        .at("templates")
        .items()
        .map((each) => group(each.at("name").text() ?? "", each, each.at("absent"))),
  },
};

function volcano(spec: Cursor): readonly Group[] {
  return spec
    .at("tasks")
    .items()
    .map((each) => group(each.at("name").text() ?? "", each.at("template", "spec"), each.at("replicas")));
}
function replicatedJobs(spec: Cursor): readonly Group[] {
  return spec
    .at("replicatedJobs")
    .items()
    .map((each) =>
      group(
        each.at("name").text() ?? "",
        each.at("template", "spec", "template", "spec"),
        each.at("replicas"),
        wholeAt(each.at("template", "spec", "parallelism")) ?? 1,
      ),
    );
}
function runtime(spec: Cursor): readonly Group[] {
  const nodes = spec.at("mlPolicy", "numNodes");
  return replicatedJobs(spec.at("template", "spec")).map((each) =>
    wholeAt(nodes) === undefined ? each : { ...each, replicas: wholeAt(nodes) ?? 1, at: nodes },
  );
}
function ray(cluster: Cursor): readonly Group[] {
  const workers = cluster
    .at("workerGroupSpecs")
    .items()
    .map((each) => group(each.at("groupName").text() ?? "", each.at("template", "spec"), each.at("replicas")));
  return [...workers, group("head", cluster.at("headGroupSpec", "template", "spec"), cluster.at("absent"))];
}
