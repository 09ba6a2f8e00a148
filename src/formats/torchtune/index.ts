import type { MutableFacts } from "../../model/facts.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { countOrNone, dtype, flag, modules, optimizer } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { tabled } from "../tabled.js";

const component = (root: Cursor, key: string) => root.at(key, "_component_").text() ?? "";

export default tabled({
  otherwiseFull: true,
  id: "torchtune",
  title: "torchtune",
  url: "https://meta-pytorch.org/torchtune",
  rank: 50,
  recognises: (root) =>
    (component(root, "model") !== "" || component(root, "tokenizer") !== "") &&
    ["optimizer", "loss", "epochs"].some((key) => root.has(key)) &&
    !root.has("quantizer_only"),
  keys: {
    "tokenizer.max_seq_len": means("training.sequence_length", countOrNone),
    batch_size: means("training.micro_batch_size"),
    gradient_accumulation_steps: means("training.gradient_accumulation_steps"),
    epochs: means("training.epochs"),
    dtype: means("training.precision", dtype),
    "optimizer._component_": means("training.optimizer", optimizer),
    enable_activation_checkpointing: means("training.gradient_checkpointing"),
    "dataset.packed": means("training.packing"),
    "model.lora_rank": means("training.lora.rank", countOrNone),
    "model.lora_alpha": means("training.lora.alpha"),
    "model.lora_dropout": means("training.lora.dropout"),
    "model.lora_attn_modules": means("training.lora.target_modules", modules),
    "model.quantize_base": means("training.quantization", flag("nf4")),
    tensor_parallel_dim: means("parallelism.tensor"),
    context_parallel_dim: means("parallelism.context"),
    fsdp_cpu_offload: means("parallelism.offload", flag("parameters")),
  },
  together,
});

/** `torchtune.models.llama3_1.qlora_llama3_1_8b`: family, size and method stand in the builder's name; the checkpoint's folder names the model. */
function together(root: Cursor, facts: MutableFacts): MutableFacts {
  const model = root.at("model", "_component_");
  const name = model.text()?.split(".").at(-1) ?? "";
  const folder = root.at("checkpointer", "checkpoint_dir");
  const id = folder
    .text()
    ?.split("/")
    .filter((part) => part !== "" && part !== "original")
    .at(-1);
  const quantized = name.startsWith("qlora_") || facts["training.quantization"] !== undefined;
  return {
    ...(quantized && {
      "training.quantization": facts["training.quantization"] ?? because("nf4", model),
      "training.method": because("qlora" as const, model),
    }),
    ...(name.startsWith("lora_") && !quantized && { "training.method": because("lora" as const, model) }),
    ...(id !== undefined && !/[${]/.test(id) && { "model.id": because(id, folder) }),
    ...(/dpo/.test(JSON.stringify(root.at("loss").raw() ?? "")) && { "training.objective": because("dpo" as const, root.at("loss")) }),
  };
}
