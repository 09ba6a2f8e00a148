import { PROMPT_AND_ANSWER, verl } from "../../vocabulary/launched.js";
import { because, datasetNames, promptAndAnswer } from "../../vocabulary/recipe.js";
import { attention, countOrNone, dtype, flag, fsdpWords, modules, optimizer, word } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
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
  keys: {
    "model.model_name": means("model.id"),
    "model.model_max_length": means("training.sequence_length", countOrNone),
    "model.attn_implementation": means("training.attention", attention),
    "model.torch_dtype_str": means("training.weights_dtype", dtype),
    "training.per_device_train_batch_size": means("training.micro_batch_size"),
    "training.gradient_accumulation_steps": means("training.gradient_accumulation_steps"),
    "training.num_train_epochs": means("training.epochs"),
    "training.max_steps": means("training.max_steps", countOrNone),
    "training.enable_gradient_checkpointing": means("training.gradient_checkpointing"),
    "training.optimizer": means("training.optimizer", optimizer),
    "training.mixed_precision_dtype": means("training.precision", word({ bf16: "bf16", fp16: "fp16" })),
    "data.train.pack": means("training.packing"),
    "peft.lora_r": means("training.lora.rank"),
    "peft.lora_alpha": means("training.lora.alpha"),
    "peft.lora_dropout": means("training.lora.dropout"),
    "peft.lora_target_modules": means("training.lora.target_modules", modules),
    "peft.q_lora": means("training.quantization", flag("nf4")),
    "fsdp.enable_fsdp": means("parallelism.strategy", flag("fsdp")),
    "model.enable_liger_kernel": means("training.fused_loss", flag(true)),
    ...Object.fromEntries(Object.entries(verl).map(([key, meaning]) => [`training.verl_config_overrides.${key}`, meaning])),
    "deepspeed.zero_stage": means("parallelism.strategy", word({ "1": "zero1", "2": "zero2", "3": "zero3" })),
  },
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
