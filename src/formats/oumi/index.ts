import { PROMPT_AND_ANSWER } from "../../vocabulary/launched.js";
import { oumi } from "../../vocabulary/oumi.js";
import { because, datasetNames, promptAndAnswer } from "../../vocabulary/recipe.js";
import { fsdpWords } from "../../vocabulary/scalars.js";
import { tabled } from "../tabled.js";

const OBJECTIVES = { TRL_DPO: "dpo", TRL_KTO: "kto", TRL_GRPO: "grpo", VERL_GRPO: "grpo", TRL_GKD: "distill" } as const;

/** Words that only oumi has: `model.model_name` beside `training` is common. */
const OWN = [
  "data.train",
  "model.torch_dtype_str",
  "model.model_max_length",
  "training.trainer_type",
  "training.enable_gradient_checkpointing",
  "training.mixed_precision_dtype",
  "training.verl_config_overrides",
];

export default tabled({
  id: "oumi",
  title: "oumi training",
  url: "https://oumi.ai/docs",
  rank: 52,
  recognises: (root) =>
    root.at("model", "model_name").text() !== undefined &&
    root.at("training").kind === "mapping" &&
    OWN.some((path) => root.has(...path.split("."))),
  keys: oumi,
  adapters: (root) => (root.at("training", "use_peft").raw() === true ? root.at("training", "use_peft") : undefined),
  together(root, facts) {
    const trainer = root.at("training", "trainer_type");
    const objective = OBJECTIVES[(trainer.text() ?? "") as keyof typeof OBJECTIVES];
    const names = datasetNames(root.at("data", "train", "datasets"), ["dataset_name"]);
    const bf16 = facts["training.weights_dtype"];
    const rollout = facts["training.sequence_length"]
      ? {}
      : promptAndAnswer(root.at("training", "verl_config_overrides"), PROMPT_AND_ANSWER);
    const full = root.at("training", "use_peft");
    const sharding = fsdpWords(root.at("fsdp", "sharding_strategy").text() ?? "");
    const hybrid = facts["parallelism.strategy"]?.value === "fsdp" && sharding.ok && sharding.value === "hsdp";
    return {
      ...(hybrid && { "parallelism.strategy": because("hsdp" as const, root.at("fsdp", "sharding_strategy")) }),
      ...rollout,
      ...(full.raw() === false && { "training.method": because("full" as const, full) }),
      ...(objective && { "training.objective": because(objective, trainer) }),
      ...(names && { "data.dataset": names }),
      ...(bf16?.value === "bf16" && !facts["training.precision"] && { "training.precision": because("bf16" as const, bf16) }),
    };
  },
});
