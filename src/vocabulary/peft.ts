import type { Facts } from "../model/facts.js";
import { number, ok, type Reader, words } from "../model/reading.js";
import { countOrOff } from "./readers.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** One regular expression stands for itself; a text with commas or blanks is a list. */
const targets: Reader<Facts["training.lora.target_modules"]> = (raw) => {
  if (raw === "all" || raw === "all-linear" || (Array.isArray(raw) && raw.length === 1 && raw[0] === "all-linear")) return ok("all-linear");
  return typeof raw === "string" && /[\\()[\]|*]/.test(raw) ? ok([raw.trim()]) : words(raw);
};

/** Words of `peft.LoraConfig`, with and without the prefix that flat files and flags give them. https://huggingface.co/docs/peft/package_reference/lora */
export const peft: Vocabulary = {
  lora_r: means("training.lora.rank", countOrOff),
  lora_rank: means("training.lora.rank", countOrOff),
  lora_dim: means("training.lora.rank", countOrOff),
  r: means("training.lora.rank", countOrOff),
  lora_alpha: means("training.lora.alpha"),
  lora_dropout: means("training.lora.dropout", number),
  lora_target_modules: means("training.lora.target_modules", targets),
  lora_target: means("training.lora.target_modules", targets),
  target_modules: means("training.lora.target_modules", targets),
};
