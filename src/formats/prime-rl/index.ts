import type { MutableFacts } from "../../model/facts.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { attention, countOrNone, datasets, optimizer } from "../../vocabulary/scalars.js";
import { means } from "../../vocabulary/vocabulary.js";
import { countFact, wholeAt } from "../launched.js";
import { firstText, tabled } from "../tabled.js";

/** Algorithms of the orchestrator; `opd` is distillation on the policy's own samples. */
const OBJECTIVES = { grpo: "grpo", sft: "sft", opd: "distill" } as const;

export default tabled({
  id: "prime-rl",
  title: "prime-rl",
  url: "https://github.com/PrimeIntellect-ai/prime-rl",
  rank: 61,
  recognises: (root, { syntax }) =>
    syntax === "toml" &&
    root.at("project").kind === "absent" &&
    (root.at("orchestrator").kind === "mapping" ||
      (root.has("model", "name") && (root.has("max_steps") || root.at("deployment").kind === "mapping"))),
  keys: {
    "model.name": means("model.id"),
    seq_len: means("training.sequence_length"),
    "trainer.model.seq_len": means("training.sequence_length"),
    "model.seq_len": means("training.sequence_length"),
    "data.seq_len": means("training.sequence_length"),
    "orchestrator.seq_len": means("training.sequence_length"),
    max_steps: means("training.max_steps", countOrNone),
    "data.batch_size": means("training.global_batch_size"),
    "orchestrator.batch_size": means("training.global_batch_size", countOrNone),
    "data.micro_batch_size": means("training.micro_batch_size"),
    "data.name": means("data.dataset", datasets),
    "trainer.optim.type": means("training.optimizer", optimizer),
    "optim.type": means("training.optimizer", optimizer),
    "trainer.model.lora.rank": means("training.lora.rank"),
    "model.lora.rank": means("training.lora.rank"),
    "trainer.model.lora.alpha": means("training.lora.alpha"),
    "model.lora.alpha": means("training.lora.alpha"),
    "trainer.model.tp": means("parallelism.tensor"),
    "trainer.model.cp": means("parallelism.context"),
    "trainer.model.ep": means("parallelism.expert"),
    "trainer.model.attn": means("training.attention", attention),
    "model.attn": means("training.attention", attention),
    "slurm.time": means("resources.time_limit"),
  },
  adapters: (root) => [root.at("trainer", "model", "lora"), root.at("model", "lora")].find(({ kind }) => kind === "mapping"),
  together: (root) => ({ ...checkpointing(root), ...saved(root), ...objective(root), ...deployment(root) }),
});

function checkpointing(root: Cursor): MutableFacts {
  const cell = [root.at("trainer", "model", "ac"), root.at("model", "ac")].find(({ kind }) => kind === "mapping");
  return cell ? { "training.gradient_checkpointing": because(true, cell) } : {};
}

/** A loss over chunks of the head's output keeps no full logits; optimizer states may live in host memory. */
function saved(root: Cursor): MutableFacts {
  const models = [root.at("trainer", "model"), root.at("model")];
  const pick = (key: string, says: (raw: unknown) => boolean) => models.map((each) => each.at(key)).find((cell) => says(cell.raw()));
  const chunk = pick("fused_lm_head_token_chunk_size", (raw) => typeof raw === "number" || raw === "auto");
  const host = pick("optim_cpu_offload", (raw) => raw === true);
  const all = pick("fsdp_cpu_offload", (raw) => raw === true);
  return {
    ...(chunk && { "training.fused_loss": because(true, chunk) }),
    ...(host && { "parallelism.offload": because("optimizer" as const, host) }),
    ...(all && { "parallelism.offload": because("parameters" as const, all) }),
  };
}

function objective(root: Cursor): MutableFacts {
  const algorithm = root.at("orchestrator", "algo", "type");
  const said = OBJECTIVES[(algorithm.text() ?? "") as keyof typeof OBJECTIVES];
  if (said) return { "training.objective": because(said, algorithm) };
  if (root.at("orchestrator").kind === "mapping") return { "training.objective": because("grpo", root.at("orchestrator")) };
  return root.at("data").kind === "mapping" ? { "training.objective": because("sft", root.at("data")) } : {};
}

/** Until `[deployment]` existed: `inference_gpu_ids = [0, 1]`. */
const IDS = ["trainer_gpu_ids", "inference_gpu_ids"];
const listed = (root: Cursor) => IDS.reduce((all, key) => all + root.at(key).items().length, 0);

/** Trainers and inference servers hold their own accelerators: the job takes the sum. */
function deployment(root: Cursor): MutableFacts {
  const table = root.at("deployment");
  const count = (name: string) => wholeAt(table.at(name)) ?? 0;
  if (table.at("type").text() === "multi_node") {
    const nodes = count("num_train_nodes") + count("num_infer_nodes") * (wholeAt(table.at("num_infer_replicas")) ?? 1);
    return {
      ...(nodes > 0 && { "resources.nodes": because(nodes, table.at("num_train_nodes")) }),
      ...countFact("resources.accelerators_per_node", table.at("gpus_per_node")),
    };
  }
  const total = count("num_train_gpus") + count("num_infer_gpus") + count("num_gpus") + listed(root);
  const at =
    firstText(root, "deployment.num_train_gpus", "deployment.num_infer_gpus", "deployment.num_gpus") ??
    IDS.map((key) => root.at(key)).find(({ kind }) => kind !== "absent");
  return total > 0 && at ? { "resources.accelerators_per_node": because(total, at), "resources.nodes": because(1, at) } : {};
}
