import { declared } from "../../model/known.js";
import { fromGib, seconds } from "../../model/units.js";
import type { DataDocument } from "../../text/cursor.js";
import { defineDataFormat } from "../format.js";
import { countFact, launch, textFact, untold, wholeAt } from "../launched.js";

export default defineDataFormat({
  id: "axolotl-cloud",
  title: "axolotl cloud file",
  url: "https://docs.axolotl.ai",
  role: "launch",
  rank: 28,
  recognises: ({ root }) => root.at("gpu").text() !== undefined && root.has("gpu_count") && !root.has("base_model"),
  parse({ root }: DataDocument) {
    const [timeout, memory] = [root.at("timeout"), root.at("memory")];
    const facts = {
      ...textFact("resources.accelerator", root.at("gpu")),
      ...countFact("resources.accelerators_per_node", root.at("gpu_count")),
      ...countFact("resources.nodes", root.at("node_count")),
      ...(wholeAt(memory) !== undefined && { "resources.memory_limit": declared(fromGib(wholeAt(memory) ?? 0), memory.place) }),
      ...(wholeAt(timeout) !== undefined && { "resources.time_limit": declared(seconds(wholeAt(timeout) ?? 0), timeout.place) }),
    };
    return launch("axolotl-cloud", root, facts, untold(root));
  },
});
