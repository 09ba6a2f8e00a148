import { because } from "../../vocabulary/recipe.js";
import { countOrNone, modules } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { firstText, tabled } from "../tabled.js";

export default tabled({
  otherwiseFull: true,
  id: "levanter",
  title: "Levanter",
  url: "https://levanter.readthedocs.io",
  rank: 66,
  recognises: (root) =>
    root.at("trainer").kind === "mapping" &&
    (root.has("trainer", "train_batch_size") || root.has("trainer", "num_train_steps")) &&
    (root.has("data") || root.has("optimizer")),
  keys: {
    "trainer.train_batch_size": means("training.global_batch_size"),
    "trainer.num_train_steps": means("training.max_steps", countOrNone),
    "trainer.per_device_parallelism": means("training.micro_batch_size", countOrNone),
    "model.seq_len": means("training.sequence_length"),
    "model.max_seq_len": means("training.sequence_length"),
    "model.gradient_checkpointing": means("training.gradient_checkpointing"),
    initialize_from_hf: means("model.id"),
    model_name_or_path: means("model.id"),
    "lora.r": means("training.lora.rank"),
    "lora.alpha": means("training.lora.alpha"),
    "lora.target_modules": means("training.lora.target_modules", modules),
  },
  together(root, facts) {
    const mp = firstText(root, "trainer.mp");
    const word = mp?.text() ?? "";
    const precision = /bf(loat)?16/.test(word)
      ? ("bf16" as const)
      : /f(loat)?16/.test(word)
        ? ("fp16" as const)
        : /f(loat)?32/.test(word)
          ? ("fp32" as const)
          : undefined;
    const flag = facts["model.id"]?.value;
    const axis = firstText(root, "trainer.fsdp_axis", "trainer.mesh.compute_mapping.fsdp");
    return {
      ...(axis && { "parallelism.strategy": because("fsdp" as const, axis) }),
      ...(mp && precision && { "training.precision": because(precision, mp) }),
      ...(flag === "true" && { "model.id": because("meta-llama/Llama-2-7b-hf", mp) }),
    };
  },
});
