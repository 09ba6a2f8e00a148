import type { KnownFacts, MutableFacts } from "../../model/facts.js";
import { declared, derived } from "../../model/known.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { because, fileAt } from "../../vocabulary/recipe.js";
import { countOrNone, dtype } from "../../vocabulary/scalars.js";
import { means, readFacts, type Vocabulary } from "../../vocabulary/vocabulary.js";
import { type Context, defineDataFormat } from "../format.js";

const KEYS: Vocabulary = {
  num_machines: means("resources.nodes", countOrNone),
  mixed_precision: means("training.precision", dtype),
  "deepspeed_config.gradient_accumulation_steps": means("training.gradient_accumulation_steps", countOrNone),
  "parallelism_config.parallelism_config_tp_size": means("parallelism.tensor"),
  "parallelism_config.parallelism_config_cp_size": means("parallelism.context"),
};

export default defineDataFormat({
  id: "accelerate",
  title: "accelerate config",
  url: "https://huggingface.co/docs/accelerate/package_reference/cli",
  role: "companion",
  rank: 30,
  recognises: ({ root }) => root.has("distributed_type"),
  parse,
});

function parse(document: DataDocument, { report }: Context) {
  const { root } = document;
  const facts: KnownFacts = { ...readFacts(root, KEYS, report), ...processes(root), ...sharding(root) };
  const deepspeed = fileAt(root.at("deepspeed_config", "deepspeed_config_file"), "companion");
  return [{ format: "accelerate", role: "companion" as const, at: root.place, facts, uses: deepspeed ? [deepspeed] : [] }];
}

/** `num_processes` counts all machines. */
function processes(root: Cursor): KnownFacts {
  const total = root.at("num_processes").raw();
  const machines = root.at("num_machines").raw() ?? 1;
  if (typeof total !== "number" || typeof machines !== "number" || total < 1 || machines < 1) return {};
  return {
    "resources.accelerators_per_node": declared(
      Math.max(1, Math.round(total / machines)),
      root.at("num_processes").place,
      "num_processes over num_machines",
    ),
  };
}

/** Copies of the model, unless the trainer's own `--deepspeed` or `--fsdp` shards them: accelerate then only starts the processes. */
const copies = (type: Cursor) => derived("ddp" as const, "distributed_type: MULTI_GPU", [declared(type.text() ?? "", type.place)]);

/** FSDP 1 counts its strategies as an enum does. */
const FSDP: Readonly<Record<string, "fsdp" | "ddp" | "hsdp" | "zero2">> = {
  "1": "fsdp",
  "2": "zero2",
  "3": "ddp",
  "4": "hsdp",
  full_shard: "fsdp",
  shard_grad_op: "zero2",
  no_shard: "ddp",
  hybrid_shard: "hsdp",
};

function sharding(root: Cursor): MutableFacts {
  const type = root.at("distributed_type").text()?.toUpperCase();
  if (type === "DEEPSPEED") return deepspeed(root.at("deepspeed_config"));
  if (type === "MULTI_GPU") return { "parallelism.strategy": copies(root.at("distributed_type")) };
  if (type !== "FSDP") return {};
  const config = root.at("fsdp_config");
  const named = config.has("fsdp_sharding_strategy") ? config.at("fsdp_sharding_strategy") : config.at("fsdp_reshard_after_forward");
  const strategy = FSDP[(named.text() ?? "full_shard").toLowerCase()] ?? "fsdp";
  return {
    "parallelism.strategy": because(
      strategy === "zero2" ? "fsdp" : strategy,
      named.kind === "absent" ? root.at("distributed_type") : named,
    ),
    ...(config.at("fsdp_offload_params").raw() === true && {
      "parallelism.offload": because("parameters" as const, config.at("fsdp_offload_params")),
    }),
    ...(config.at("fsdp_activation_checkpointing").raw() === true && {
      "training.gradient_checkpointing": because(true, config.at("fsdp_activation_checkpointing")),
    }),
  };
}

const STAGES = ["ddp", "zero1", "zero2", "zero3"] as const;

function deepspeed(config: Cursor): MutableFacts {
  const stage = STAGES[Number(config.at("zero_stage").raw() ?? Number.NaN)];
  const parameters = /cpu|nvme/.test(config.at("offload_param_device").text() ?? "");
  const optimizer = /cpu|nvme/.test(config.at("offload_optimizer_device").text() ?? "");
  return {
    ...(stage && { "parallelism.strategy": because(stage, config.at("zero_stage")) }),
    ...((parameters || optimizer) && {
      "parallelism.offload": because(parameters ? ("parameters" as const) : ("optimizer" as const), config.at("offload_optimizer_device")),
    }),
  };
}
