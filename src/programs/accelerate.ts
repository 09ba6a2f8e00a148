import { declared, derived } from "../model/known.js";
import { countOrNone, dtype } from "../vocabulary/scalars.js";
import { means } from "../vocabulary/vocabulary.js";
import { countOf, defineProgram } from "./program.js";

const STAGES = ["ddp", "zero1", "zero2", "zero3"] as const;

export default defineProgram({
  names: ["accelerate"],
  modules: ["accelerate.commands.launch"],
  subcommands: [["launch"]],
  valued: [
    "--config_file",
    "--num_processes",
    "--num_machines",
    "--machine_rank",
    "--main_process_ip",
    "--main_process_port",
    "--mixed_precision",
    "--gpu_ids",
    "--dynamo_backend",
    "--deepspeed_config_file",
    "--zero_stage",
    "--offload_optimizer_device",
    "--offload_param_device",
    "--gradient_accumulation_steps",
    "--gradient_clipping",
    "--rdzv_backend",
    "--rdzv_conf",
    "--max_restarts",
    "--fsdp_sharding_strategy",
    "--fsdp_auto_wrap_policy",
    "--fsdp_transformer_layer_cls_to_wrap",
    "--fsdp_offload_params",
    "--fsdp_state_dict_type",
    "--deepspeed_multinode_launcher",
    "--deepspeed_hostfile",
    "--role",
    "--tee",
    "--same_network_ip",
    "--num_cpu_threads_per_process",
  ],
  startsScript: true,
  vocabulary: { num_machines: means("resources.nodes", countOrNone), mixed_precision: means("training.precision", dtype) },
  companions: ["config_file", "deepspeed_config_file"],
  /** `--num_processes` counts all machines; more than a node holds are several nodes of eight. */
  together(flags) {
    const total = countOf(flags, "num_processes");
    const said = countOf(flags, "num_machines");
    const machines = said?.value ?? Math.max(1, Math.ceil((total?.value ?? 1) / 8));
    const stage = flags.get("zero_stage")?.values[0];
    const strategy = stage && STAGES[Number(stage.text)];
    const fsdp = flags.get("use_fsdp");
    const several = ["use_deepspeed", "use_fsdp", "zero_stage"].some((name) => flags.has(name)) ? undefined : flags.get("multi_gpu");
    return {
      ...(several && { "parallelism.strategy": { kind: "declared", value: "ddp", at: several.at } as const }),
      ...(total && { "resources.accelerators_per_node": { ...total, value: Math.max(1, Math.round(total.value / machines)) } }),
      ...(total && !said && machines > 1 && { "resources.nodes": derived(machines, "processes over nodes of eight", [total]) }),
      ...(stage && strategy && { "parallelism.strategy": declared(strategy, stage.at) }),
      ...(fsdp && { "parallelism.strategy": declared("fsdp", fsdp.at) }),
    };
  },
});
