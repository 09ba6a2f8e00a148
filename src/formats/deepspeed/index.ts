import type { KnownFacts } from "../../model/facts.js";
import type { DataDocument } from "../../text/cursor.js";
import { precisionIn, zeroIn } from "../../vocabulary/deepspeed.js";
import { countOrNone, optimizer } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";

const KEYS: Vocabulary = {
  train_micro_batch_size_per_gpu: means("training.micro_batch_size", countOrNone),
  gradient_accumulation_steps: means("training.gradient_accumulation_steps", countOrNone),
  train_batch_size: means("training.global_batch_size", countOrNone),
  "optimizer.type": means("training.optimizer", optimizer),
};
const ENGINE = ["gradient_clipping", "steps_per_print", "zero_allow_untested_optimizer"];
/** Its own are sections; another trainer's `bf16: true` is a switch. */
const SECTIONS = ["fp16", "bf16", "optimizer"];
const OTHERS = [
  "pipe_parallel_size",
  "pipe-parallel-size",
  "num_layers",
  "num-layers",
  "base_model",
  "model_name_or_path",
  "distributed_type",
];

export default defineDataFormat({
  id: "deepspeed",
  title: "DeepSpeed config",
  url: "https://www.deepspeed.ai/docs/config-json/",
  role: "companion",
  rank: 32,
  recognises: ({ root }) =>
    !OTHERS.some((key) => root.has(key)) &&
    (root.has("zero_optimization") ||
      ((root.has("train_batch_size") || root.has("train_micro_batch_size_per_gpu")) &&
        (ENGINE.some((key) => root.has(key)) || SECTIONS.some((key) => root.at(key).kind === "mapping")))),
  parse,
});

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const facts: KnownFacts = { ...readFacts(root, KEYS, report), ...precisionIn(root), ...zeroIn(root.at("zero_optimization")) };
  return [{ format: "deepspeed", role: "companion" as const, at: root.place, facts, uses: [] }];
}
