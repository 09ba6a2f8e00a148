import { levanter } from "../../vocabulary/levanter.js";
import { because } from "../../vocabulary/recipe.js";
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
  keys: levanter,
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
