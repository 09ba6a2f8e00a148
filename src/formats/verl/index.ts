import type { KnownFacts, MutableFacts } from "../../model/facts.js";
import { declared, derived } from "../../model/known.js";
import type { Cursor } from "../../text/cursor.js";
import { PROMPT_AND_ANSWER } from "../../vocabulary/launched.js";
import { because, promptAndAnswer } from "../../vocabulary/recipe.js";
import { shareOfDevice, VERL_MICRO_OF_ALL, verl } from "../../vocabulary/verl.js";
import { wholeAt } from "../launched.js";
import { tabled } from "../tabled.js";

/**
 * Hydra's names of files beside this one or in its search path, without an ending: `defaults: [base, _self_]`. Groups (`actor: fsdp`, `actor@x: y`) say where their file
 * goes, and what they hold is not at the root. https://hydra.cc/docs/1.3/advanced/defaults_list/
 */
const defaultsOf = (root: Cursor): readonly Cursor[] =>
  root
    .at("defaults")
    .items()
    .filter((each) => /^[\w./-]+$/.test(each.text() ?? "") && each.text() !== "_self_");

export default tabled({
  id: "verl",
  title: "verl",
  url: "https://verl.readthedocs.io",
  rank: 68,
  recognises: (root) =>
    (isRl(root) && root.at("trainer", "val_only").raw() !== true) ||
    (root.has("data", "train_files") && (root.has("model", "partial_pretrain") || root.has("trainer", "total_epochs"))),
  keys: verl,
  startsFrom: defaultsOf,
  together(root, facts) {
    return {
      ...(facts["training.sequence_length"] ? {} : promptAndAnswer(root, PROMPT_AND_ANSWER)),
      ...objective(root),
      ...microOf(root, facts),
    };
  },
});

/** EasyR1 says `worker.actor` where verl says `actor_rollout_ref.actor`. */
const isRl = (root: Cursor) => root.has("actor_rollout_ref") || root.has("worker", "actor");

function microOf(root: Cursor, facts: KnownFacts): MutableFacts {
  const cell = root.at(...VERL_MICRO_OF_ALL.split("."));
  const all = wholeAt(cell);
  return shareOfDevice(all === undefined ? undefined : declared(all, cell.place), facts);
}

function objective(root: Cursor): MutableFacts {
  const estimator = root.at("algorithm", "adv_estimator");
  const word = estimator.text();
  if (root.has("model", "partial_pretrain")) return { "training.objective": because("sft" as const, root.at("model", "partial_pretrain")) };
  if (!isRl(root)) return {};
  if (word === undefined)
    return { "training.objective": derived("ppo" as const, "verl estimates advantages by gae unless told otherwise", []) };
  return { "training.objective": because(word === "gae" ? ("ppo" as const) : ("grpo" as const), estimator) };
}
