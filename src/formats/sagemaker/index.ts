import type { MutableFacts } from "../../model/facts.js";
import type { Fragment } from "../../model/job.js";
import { declared } from "../../model/known.js";
import { seconds } from "../../model/units.js";
import { namesOther } from "../../programs/_names.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { hfTrainer, homeMade } from "../../vocabulary/hugging-face.js";
import { readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, launch, textFact, untold, wholeAt } from "../launched.js";

/** Hyperparameters are flags: `-` or `_`, every value a string. */
const NAMES: Vocabulary = { ...hfTrainer, ...homeMade };
const KEYS: Vocabulary = {
  ...Object.fromEntries(Object.entries(NAMES).map(([key, meaning]) => [key.replaceAll("_", "-"), meaning])),
  ...NAMES,
};

/** The API and Step Functions write `ResourceConfig`, the operator for Kubernetes `resourceConfig`. */
const either = (cell: Cursor, name: string) =>
  cell.has(name) ? cell.at(name) : cell.at(`${name[0]?.toLowerCase() ?? ""}${name.slice(1)}`);

/** Keys that only the answer of DescribeTrainingJob has: what ran is no plan. */
const ANSWER = ["TrainingJobStatus", "ModelArtifacts", "SecondaryStatus", "TrainingJobArn"];
const isBody = (cell: Cursor): boolean =>
  either(cell, "ResourceConfig").kind === "mapping" &&
  ["AlgorithmSpecification", "HyperParameters", "InputDataConfig"].some((key) => either(cell, key).kind !== "absent") &&
  !ANSWER.some((key) => cell.has(key));

interface Body {
  readonly body: Cursor;
  readonly name?: string | undefined;
  readonly trials?: Cursor;
}

/** The bodies of a file: itself, a resource's `spec`, the states of a state machine, the definitions of a tuning job. */
function bodiesOf(root: Cursor): readonly Body[] {
  const states = root
    .at("States")
    .entries()
    .flatMap(([name, state]) => ["Parameters", "Arguments"].map((key) => ({ body: state.at(key), name })));
  const trials = root.at("HyperParameterTuningJobConfig", "ResourceLimits", "MaxNumberOfTrainingJobs");
  const tuned = [root.at("TrainingJobDefinition"), ...root.at("TrainingJobDefinitions").items()].map((body) => ({ body, trials }));
  const own = { body: root, name: root.at("TrainingJobName").text() };
  const resource = { body: root.at("spec"), name: root.at("metadata", "name").text() };
  return [own, resource, ...states, ...tuned].filter(({ body }) => isBody(body));
}

export default defineDataFormat({
  id: "sagemaker",
  title: "SageMaker CreateTrainingJob",
  url: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html",
  role: "launch",
  rank: 19,
  recognises: ({ root }) => bodiesOf(root).length > 0,
  parse: ({ root }: DataDocument, { report }: Context) => bodiesOf(root).flatMap((each) => jobOf(each, report)),
});

function jobOf({ body, name, trials }: Body, report: Context["report"]): readonly Fragment[] {
  const given = either(body, "HyperParameters");
  const entry = given.at("sagemaker_program").text() ?? given.at("sagemaker-program").text();
  if (entry !== undefined && namesOther(entry.replaceAll('"', ""))) return [];
  const limit = either(either(body, "StoppingCondition"), "MaxRuntimeInSeconds");
  const spot = either(body, "EnableManagedSpotTraining");
  const facts = {
    ...machines(either(body, "ResourceConfig")),
    ...(wholeAt(limit) !== undefined && { "resources.time_limit": declared(seconds(wholeAt(limit) ?? 0), limit.place) }),
    ...(spot.raw() === true && { "resources.spot": declared(true, spot.place) }),
    ...(trials && countFact("runs", trials)),
    ...readFacts(given, KEYS, report),
  };
  return launch("sagemaker", body, facts, untold(body), name);
}

/** One type of machine, or groups of several: the group with accelerators counts. */
function machines(config: Cursor): MutableFacts {
  const groups = either(config, "InstanceGroups").items();
  const chosen = groups.find((each) => /^(ml\.)?(p|g|trn)\d/.test(either(each, "InstanceType").text() ?? "")) ?? groups[0] ?? config;
  return {
    ...textFact("resources.instance_type", either(chosen, "InstanceType")),
    ...countFact("resources.nodes", either(chosen, "InstanceCount")),
  };
}
