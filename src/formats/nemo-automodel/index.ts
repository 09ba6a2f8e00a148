import type { MutableFacts } from "../../model/facts.js";
import type { Cursor } from "../../text/cursor.js";
import { nemoAutomodel } from "../../vocabulary/nemo-automodel.js";
import { because } from "../../vocabulary/recipe.js";
import { wholeAt } from "../launched.js";
import { tabled } from "../tabled.js";

const OWN = /^nemo_automodel[.]/;
/** A draft model for speculative decoding is another network than the one that is named. */
const DRAFT = /eagle|spec|dflash|dspark|domino/i;

export default tabled({
  id: "nemo-automodel",
  title: "NeMo AutoModel",
  url: "https://docs.nvidia.com/nemo/automodel/latest/",
  rank: 61,
  recognises: (root) =>
    root.at("step_scheduler").kind === "mapping" &&
    OWN.test(root.at("model", "_target_").text() ?? "") &&
    !DRAFT.test(root.at("recipe").text() ?? ""),
  keys: nemoAutomodel,
  otherwiseFull: true,
  together: (root) => ({ ...packed(root), ...everyLinear(root), ...replicated(root), ...objective(root) }),
});

const packed = (root: Cursor): MutableFacts => {
  const size = root.at("packed_sequence", "packed_sequence_size");
  return wholeAt(size) === undefined ? {} : { "training.packing": because(true, size) };
};

const everyLinear = (root: Cursor): MutableFacts => {
  const all = root.at("peft", "match_all_linear");
  return all.raw() === true ? { "training.lora.target_modules": because("all-linear" as const, all) } : {};
};

/** Copies over nodes of what is sharded inside one. */
const replicated = (root: Cursor): MutableFacts => {
  const copies = root.at("distributed", "dp_replicate_size");
  return (wholeAt(copies) ?? 1) > 1 ? { "parallelism.strategy": because("hsdp" as const, copies) } : {};
};

const objective = (root: Cursor): MutableFacts => {
  const recipe = root.at("recipe");
  if (/KnowledgeDistillation/.test(recipe.text() ?? "")) return { "training.objective": because("distill" as const, recipe) };
  const fresh = root.at("model", "_target_");
  return /from_config$/.test(fresh.text() ?? "") ? { "training.objective": because("pretrain" as const, fresh) } : {};
};
