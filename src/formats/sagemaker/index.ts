import { declared } from "../../model/known.js";
import { seconds } from "../../model/units.js";
import type { DataDocument } from "../../text/cursor.js";
import { hfTrainer, homeMade } from "../../vocabulary/hugging-face.js";
import { readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, launch, textFact, wholeAt } from "../launched.js";

/** Hyperparameters are flags: `-` or `_`, every value a string. */
const NAMES: Vocabulary = { ...hfTrainer, ...homeMade };
const KEYS: Vocabulary = {
  ...Object.fromEntries(Object.entries(NAMES).map(([key, meaning]) => [key.replaceAll("_", "-"), meaning])),
  ...NAMES,
};

export default defineDataFormat({
  id: "sagemaker",
  title: "SageMaker CreateTrainingJob",
  url: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html",
  role: "launch",
  rank: 19,
  recognises: ({ root }) => root.has("TrainingJobName") || (root.has("AlgorithmSpecification") && root.has("ResourceConfig")),
  parse({ root }: DataDocument, { report }: Context) {
    const limit = root.at("StoppingCondition", "MaxRuntimeInSeconds");
    const facts = {
      ...textFact("resources.instance_type", root.at("ResourceConfig", "InstanceType")),
      ...countFact("resources.nodes", root.at("ResourceConfig", "InstanceCount")),
      ...(wholeAt(limit) !== undefined && { "resources.time_limit": declared(seconds(wholeAt(limit) ?? 0), limit.place) }),
      ...(root.at("EnableManagedSpotTraining").raw() === true && {
        "resources.spot": declared(true, root.at("EnableManagedSpotTraining").place),
      }),
      ...readFacts(root.at("HyperParameters"), KEYS, report),
    };
    return launch("sagemaker", root, facts, [{ at: root.place, facts: {}, uses: [] }], root.at("TrainingJobName").text());
  },
});
