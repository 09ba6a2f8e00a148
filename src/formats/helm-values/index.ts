import type { MutableFacts } from "../../model/facts.js";
import { assumed, declared } from "../../model/known.js";
import { seconds } from "../../model/units.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { defineDataFormat } from "../format.js";
import { nodeFacts } from "../kubernetes/nodes.js";
import { launch, wholeAt } from "../launched.js";

/** Machine families of Google Cloud as the recipes' folders name them. */
const FAMILIES: Readonly<Record<string, readonly [accelerator: string, perNode: number]>> = {
  a3mega: ["H100", 8],
  a3high: ["H100", 8],
  a3ultra: ["H200", 8],
  a4: ["B200", 8],
  a4x: ["GB200", 4],
  "a4x-max": ["GB300", 4],
  g4: ["RTX PRO 6000", 8],
};
const FROM_FOLDER = "the folder's name says so; the file does not";

export default defineDataFormat({
  id: "helm-values",
  title: "Helm values of gpu-recipes",
  url: "https://github.com/AI-Hypercomputer/gpu-recipes",
  role: "launch",
  rank: 24,
  recognises: ({ root }) =>
    wholeAt(root.at("workload", "gpus")) !== undefined &&
    ["image", "envs", "configFile", "arguments"].some((key) => root.has("workload", key)) &&
    !root.has("service") &&
    !/sglang|vllm|trt|serv(e|er|ing)\b|infer/i.test(JSON.stringify(root.at("workload").raw())),
  parse: (document: DataDocument) => {
    const { root } = document;
    const card = { ...folderFacts(document.file), ...nodeFacts(root) };
    const [place, run] = [root.at("workload").place, { at: root.at("workload").place, facts: trainingFacts(document.file), uses: [] }];
    return place ? launch("helm-values", root, { ...nodes(root, card), ...limit(root) }, [run]) : [];
  },
});

const familyOf = (file: string) =>
  file
    .split(/\/|__/)
    .map((part) => FAMILIES[part])
    .find((family) => family !== undefined);

function folderFacts(file: string): MutableFacts {
  const family = familyOf(file);
  return family ? { "resources.accelerator": assumed(family[0], FROM_FOLDER) } : {};
}

/** `workload.gpus` counts the whole job. */
function nodes(root: Cursor, card: MutableFacts): MutableFacts {
  const cell = root.at("workload", "gpus");
  const total = wholeAt(cell) ?? 1;
  const perNode = Math.min(total, /gb\d00/i.test(card["resources.accelerator"]?.value ?? "") ? 4 : 8);
  return {
    ...card,
    "resources.accelerators_per_node": assumed(perNode, "workload.gpus counts the job; nodes are taken as full"),
    "resources.nodes": assumed(Math.max(1, Math.ceil(total / perNode)), "workload.gpus over full nodes"),
  };
}

function limit(root: Cursor): MutableFacts {
  const cell = root.at("dwsSettings", "maxRunDurationSeconds");
  const count = wholeAt(cell);
  return count === undefined ? {} : { "resources.time_limit": declared(seconds(count), cell.place) };
}

/** `64gpus-bf16-seq4096-gbs512` below a folder with the model's name. */
function trainingFacts(file: string): MutableFacts {
  const [, precision, sequence, batch] = /gpus?-(bf16|fp8)\w*(?:-seq(\d+))?(?:-gbs(\d+))?/.exec(file) ?? [];
  const parts = file.split(/\/|__/);
  const model = parts[parts.findIndex((part) => FAMILIES[part] !== undefined) + 1];
  return {
    ...(model && parts.some((part) => FAMILIES[part]) && { "model.id": assumed(model.replaceAll("_", "-"), FROM_FOLDER) }),
    ...(precision && { "training.precision": assumed(precision === "fp8" ? "fp8" : "bf16", FROM_FOLDER) }),
    ...(sequence && { "training.sequence_length": assumed(Number(sequence), FROM_FOLDER) }),
    ...(batch && { "training.global_batch_size": assumed(Number(batch), FROM_FOLDER) }),
  };
}
