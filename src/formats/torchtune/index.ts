import type { MutableFacts } from "../../model/facts.js";
import { idInCache } from "../../model/hub-cache.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { torchtune } from "../../vocabulary/torchtune.js";
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
  keys: torchtune,
  together,
});

/** `torchtune.models.llama3_1.qlora_llama3_1_8b`: family, size and method stand in the builder's name; the checkpoint's folder names the model. */
function together(root: Cursor, facts: MutableFacts): MutableFacts {
  const model = root.at("model", "_component_");
  const name = model.text()?.split(".").at(-1) ?? "";
  const folder = root.at("checkpointer", "checkpoint_dir");
  const id = nameOf(folder.text() ?? "");
  const quantized = name.startsWith("qlora_") || facts["training.quantization"] !== undefined;
  return {
    ...(quantized && {
      "training.quantization": facts["training.quantization"] ?? because("nf4", model),
      "training.method": because("qlora" as const, model),
    }),
    ...(name.startsWith("lora_") && !quantized && { "training.method": because("lora" as const, model) }),
    ...(id !== undefined && !/[${]/.test(id) && { "model.id": because(id, folder) }),
    ...(/dpo/i.test(JSON.stringify(root.at("loss").raw() ?? "")) && { "training.objective": because("dpo" as const, root.at("loss")) }),
  };
}

const nameOf = (folder: string): string | undefined =>
  idInCache(folder) ??
  folder
    .split("/")
    .filter((part) => part !== "" && part !== "original")
    .at(-1);
