import type { MutableFacts } from "../../model/facts.js";
import { byDefault, declared, derived } from "../../model/known.js";
import type { Cursor } from "../../text/cursor.js";
import { because } from "../../vocabulary/recipe.js";
import { torchtitan } from "../../vocabulary/torchtitan.js";
import { isTemplate } from "../../vocabulary/vocabulary.js";
import { tabled } from "../tabled.js";

export default tabled({
  otherwiseFull: true,
  id: "torchtitan",
  title: "torchtitan",
  url: "https://github.com/pytorch/torchtitan",
  rank: 59,
  recognises: (root) =>
    ["steps", "seq_len", "local_batch_size", "batch_size"].some((key) => root.has("training", key)) &&
    ["parallelism", "job", "activation_checkpoint"].some((key) => root.at(key).kind === "mapping") &&
    root.has("model"),
  keys: torchtitan,
  together: (root) => ({
    ...model(root),
    ...compilation(root),
    ...checkpointing(root),
    ...sharding(root),
    ...float8(root),
    ...objective(root),
    ...version(root),
  }),
});

/** Keys of 2025 and later: what their recipes ran on is what the framework does since. */
function version(root: Cursor): MutableFacts {
  const late = [root.at("training", "local_batch_size"), root.at("compile")].find(({ kind }) => kind !== "absent");
  return late ? { "training.framework": derived("torchtitan 0.1", "keys of 2025 and later", [declared("", late.place)]) } : {};
}

/** `name` and `flavor` together name the model; the folder of its Hugging Face assets says which one that is. */
function model(root: Cursor): MutableFacts {
  const [name, flavor, backend] = [root.at("model", "name"), root.at("model", "flavor"), root.at("hf_transformers", "model")];
  if (backend.text() !== undefined) return { "model.id": because(backend.text() ?? "", backend) };
  if (name.text() === undefined || isTemplate(name.text())) return {};
  return { "model.id": because([name.text(), flavor.text()].filter((part) => part !== undefined).join("/"), name) };
}

/** `Compile.enable` is off by default (torchtitan/config/job_config.py); its published figures are of compiled models. */
const compilation = (root: Cursor): MutableFacts =>
  root.has("compile", "enable") || root.has("training", "compile")
    ? {}
    : { "training.torch_compile": byDefault(false, "torchtitan's default: compile.enable") };

function checkpointing(root: Cursor): MutableFacts {
  const mode = root.at("activation_checkpoint", "mode");
  const byOperation = root.at("activation_checkpoint", "selective_ac_option").text() === "op";
  const meaning = { none: false, full: true, selective: byOperation ? "selective_op" : "selective" } as const;
  const said = meaning[(mode.text() ?? "") as keyof typeof meaning];
  return said === undefined ? {} : { "training.gradient_checkpointing": because(said, mode) };
}

/** `data_parallel_shard_degree` −1 shards over every rank that is left. */
function sharding(root: Cursor): MutableFacts {
  const at = (name: string) => [root.at("parallelism", name), root.at("training", name)].find((cell) => cell.text() !== undefined);
  const [shard, replicate] = [at("data_parallel_shard_degree") ?? at("data_parallel_degree"), at("data_parallel_replicate_degree")];
  if (!shard) return {};
  const copies = Number(replicate?.text() ?? 1);
  if (shard.text() === "1") return copies > 1 ? { "parallelism.strategy": because("ddp", replicate) } : {};
  return { "parallelism.strategy": because(copies > 1 ? "hsdp" : "fsdp", shard) };
}

function float8(root: Cursor): MutableFacts {
  const converters = root.at("model", "converters");
  const enabled = root.at("float8", "enable_float8_linear");
  if (enabled.text() === "true") return { "training.precision": because("fp8", enabled) };
  return /float8|"mx/.test(JSON.stringify(converters.raw() ?? "")) ? { "training.precision": because("fp8", converters) } : {};
}

const objective = (root: Cursor): MutableFacts => ({ "training.objective": because("pretrain", root.at("training")) });
