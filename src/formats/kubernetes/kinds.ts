import type { Cursor } from "../../text/cursor.js";
import { wholeAt } from "../launched.js";

/** Where a kind keeps its groups of pods: the path to a mapping or list of groups, the group's replicas, its pod spec. */
export interface Kind {
  readonly format: string;
  /** Made for training: a job also where its command says nothing. */
  readonly trains: boolean;
  /** It has no command of its own: only accelerators make it more than a name. */
  readonly idle?: true;
  /** Steps of a workflow: each group is a job of its own. */
  readonly apart?: true;
  groups(spec: Cursor): readonly Group[];
}
export interface Group {
  readonly name: string;
  readonly pod: Cursor;
  readonly replicas: number;
  readonly at: Cursor;
  /** The job object around the pod, where a deadline and completions stand. */
  readonly job?: Cursor;
  /** Its pods have ranks without saying so: JobSet's jobs are Indexed by default. */
  readonly indexed?: true;
  /** Where the kind counts devices beside the pod's own resources. */
  readonly slots?: Cursor;
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

const ARGO: Kind = {
  format: "argo",
  trains: false,
  apart: true,
  groups: (spec) =>
    spec
      .at("templates")
      .items()
      .map((each) => group(each.at("name").text() ?? "", each, each.at("absent"))),
};
const KUBEFLOW: Kind = { format: "kubernetes", trains: true, groups: replicaSpecs };
export const KINDS: Readonly<Record<string, Kind>> = {
  Job: {
    format: "kubernetes",
    trains: false,
    groups: (spec) =>
      spec.has("tasks") ? volcano(spec) : [{ ...group("job", spec.at("template", "spec"), spec.at("parallelism")), job: spec }],
  },
  CronJob: {
    format: "kubernetes",
    trains: false,
    groups: (spec) => {
      const job = spec.at("jobTemplate", "spec");
      return [{ ...group("job", job.at("template", "spec"), job.at("parallelism")), job }];
    },
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
  RayCluster: { format: "rayjob", trains: false, idle: true, groups: ray },
  Workflow: ARGO,
  WorkflowTemplate: ARGO,
  ClusterWorkflowTemplate: ARGO,
  CronWorkflow: { ...ARGO, groups: (spec) => ARGO.groups(spec.at("workflowSpec")) },
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
    .map((each) => {
      const job = each.at("template", "spec");
      const name = each.at("name").text() ?? "";
      return {
        ...group(name, job.at("template", "spec"), each.at("replicas"), wholeAt(job.at("parallelism")) ?? 1),
        job,
        indexed: true as const,
      };
    });
}
function runtime(spec: Cursor): readonly Group[] {
  const nodes = spec.at("mlPolicy", "numNodes");
  return replicatedJobs(spec.at("template", "spec")).map((each) =>
    wholeAt(nodes) === undefined ? each : { ...each, replicas: wholeAt(nodes) ?? 1, at: nodes },
  );
}
/** Several hosts make one replica of a TPU slice. Without `replicas` the least number of workers starts. */
function ray(cluster: Cursor): readonly Group[] {
  const gpus = (each: Cursor) => each.at("rayStartParams", "num-gpus");
  const workers = cluster
    .at("workerGroupSpecs")
    .items()
    .map((each) => {
      const size = each.has("replicas") ? each.at("replicas") : each.at("minReplicas");
      const name = each.at("groupName").text() ?? "";
      return { ...group(name, each.at("template", "spec"), size, wholeAt(each.at("numOfHosts")) ?? 1), slots: gpus(each) };
    });
  const head = cluster.at("headGroupSpec");
  return [...workers, { ...group("head", head.at("template", "spec"), cluster.at("absent")), slots: gpus(head) }];
}
