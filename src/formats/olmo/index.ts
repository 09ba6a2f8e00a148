import type { Cursor } from "../../text/cursor.js";
import { duration } from "../../vocabulary/llm-foundry.js";
import { because } from "../../vocabulary/recipe.js";
import { countOrNone, dtype, flag, optimizer, word } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { tabled } from "../tabled.js";

export default tabled({
  otherwiseFull: true,
  id: "olmo",
  title: "OLMo",
  url: "https://github.com/allenai/OLMo",
  rank: 57,
  recognises: (root) =>
    root.has("max_duration") &&
    root.has("model", "d_model") &&
    (root.has("save_folder") || root.has("model", "max_sequence_length")) &&
    !root.has("train_loader"),
  keys: {
    "model.max_sequence_length": means("training.sequence_length"),
    stop_at: means("training.max_steps", countOrNone),
    global_train_batch_size: means("training.global_batch_size"),
    device_train_microbatch_size: means("training.micro_batch_size"),
    precision: means("training.precision", dtype),
    "optimizer.name": means("training.optimizer", optimizer),
    activation_checkpointing: means(
      "training.gradient_checkpointing",
      word({ whole_layer: true, one_in_two: "selective_op", one_in_four: "selective_op", fine_grained: "selective_op" }),
    ),
    "model.flash_attention": means("training.attention", flag("flash")),
    fused_loss: means("training.fused_loss", flag(true)),
    distributed_strategy: means("parallelism.strategy", word({ fsdp: "fsdp", ddp: "ddp" })),
  },
  together(root) {
    const cell = root.at("max_duration");
    const steps = Number((cell.text() ?? "").replaceAll("_", ""));
    const bare = Number.isInteger(steps) && steps > 0;
    const model = root.at("model");
    const number = (key: string) => Number(model.at(key).raw());
    const architecture = {
      model_type: "olmo",
      hidden_size: number("d_model"),
      num_hidden_layers: number("n_layers"),
      num_attention_heads: number("n_heads"),
      intermediate_size: (model.has("mlp_hidden_size") ? number("mlp_hidden_size") : number("d_model") * (number("mlp_ratio") || 4)) / 2,
      vocab_size: number("vocab_size"),
      tie_word_embeddings: model.at("weight_tying").raw() === true,
    };
    const whole = Object.values(architecture).every((value) => typeof value !== "number" || value > 0);
    return {
      ...(bare ? { "training.max_steps": because(steps, cell) } : duration(cell.text(), cell.place)),
      ...(whole && { "model.architecture": because(architecture, model.at("d_model")) }),
      ...(root.at("fsdp").kind === "mapping" &&
        root.at("distributed_strategy").text() !== "ddp" && { "parallelism.strategy": because(sharding(root), root.at("fsdp")) }),
      "training.objective": because("pretrain" as const, model),
    };
  },
});

const sharding = (root: Cursor) =>
  /HYBRID/i.test(root.at("fsdp", "sharding_strategy").text() ?? "") ? ("hsdp" as const) : ("fsdp" as const);
