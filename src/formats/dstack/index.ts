import type { MutableFacts } from "../../model/facts.js";
import { declared } from "../../model/known.js";
import { durationInHours } from "../../model/quantities.js";
import { seconds } from "../../model/units.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, environmentAt, inFolderOf, launch, scriptOf, textFact, wholeAt, workOf } from "../launched.js";

export default defineDataFormat({
  id: "dstack",
  title: "dstack task",
  url: "https://dstack.ai/docs/reference/dstack.yml/task/",
  role: "launch",
  rank: 17,
  recognises: ({ root }) => root.at("type").text() === "task" && (root.has("commands") || root.has("resources")),
  parse: ({ root }: DataDocument, { report }: Context) =>
    launch(
      "dstack",
      root,
      { ...countFact("resources.nodes", root.at("nodes")), ...gpu(root.at("resources", "gpu")), ...limits(root), ...where(root) },
      inFolderOf(root.at("working_dir"), workOf(scriptOf([root.at("commands")], "lines"), environmentAt(root.at("env")), report)),
      root.at("name").text(),
    ),
});

/** `v5litepod-8`: chips of one host; older generations count cores, and larger slices several hosts. https://cloud.google.com/tpu/docs/v5e */
const TPU = /^(?:tpu:)?v(5e|5litepod|6e)-([1-8])$/;

/** `A100:80GB:8`, `H100:8`, `24GB`, `{name, count}`; the first of a list of them. */
function gpu(cell: Cursor): MutableFacts {
  const [first] = cell.kind === "sequence" ? cell.items() : [];
  if (first) return gpu(first);
  if (cell.kind === "mapping") {
    const name = cell.has("name") ? (cell.at("name").items("lone")[0]?.text() ?? "") : undefined;
    return {
      ...(name !== undefined && { "resources.accelerator": declared(name.split(",")[0] ?? name, cell.at("name").place) }),
      ...countFact("resources.accelerators_per_node", cell.at("count")),
    };
  }
  const slice = TPU.exec(cell.text() ?? "");
  if (slice)
    return {
      "resources.accelerator": declared(`TPU v${slice[1]?.replace("litepod", "e")}`, cell.place),
      "resources.accelerators_per_node": declared(Number(slice[2]), cell.place),
    };
  const parts = (cell.text() ?? "").split(":").filter((part) => part !== "" && !/^(nvidia|amd|google)$/i.test(part));
  const memory = parts.find((part) => /^\d+gb/i.test(part));
  const name = parts.find((part) => /^[a-z]/i.test(part))?.split(",")[0];
  const count = parts.find((part) => /^\d+$/.test(part) || /^\d+\.\.\d*$/.test(part));
  return {
    ...(name && { "resources.accelerator": declared(memory && /^\d+GB$/i.test(memory) ? `${name}-${memory}` : name, cell.place) }),
    ...(count && { "resources.accelerators_per_node": declared(Number.parseInt(count, 10), cell.place) }),
  };
}

/** One region, backend or instance type is a choice; several are what may be chosen from. */
function where(root: Cursor): MutableFacts {
  const only = (key: string) => (root.at(key).items("lone").length === 1 ? root.at(key).items("lone")[0] : undefined) ?? root.at("absent");
  return {
    ...textFact("resources.region", only("regions")),
    ...textFact("resources.cloud", only("backends")),
    ...textFact("resources.instance_type", only("instance_types")),
  };
}

function limits(root: Cursor): MutableFacts {
  const cell = root.at("max_duration");
  const bare = wholeAt(cell);
  const reading = durationInHours(cell.raw());
  const time = bare === undefined ? (reading.ok ? reading.value : undefined) : seconds(bare);
  const spot = root.at("spot_policy");
  return {
    ...(time && cell.text() !== "off" && { "resources.time_limit": declared(time, cell.place) }),
    ...(spot.text() === "spot" && { "resources.spot": declared(true, spot.place) }),
  };
}
