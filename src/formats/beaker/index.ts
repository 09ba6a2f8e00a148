import type { DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, environmentAt, launch, runsOf, scriptOf } from "../launched.js";

export default defineDataFormat({
  id: "beaker",
  title: "Beaker experiment",
  url: "https://beaker-docs.apps.allenai.org",
  role: "launch",
  rank: 18,
  recognises: ({ root }) => root.at("version").text() === "v2" && root.at("tasks").kind === "sequence",
  parse: ({ root }: DataDocument, { report }: Context) =>
    root
      .at("tasks")
      .items()
      .flatMap((task) => {
        const runs = runsOf(scriptOf([task.at("command"), task.at("arguments")], "exec"), environmentAt(task.at("envVars")), report);
        const facts = {
          ...countFact("resources.nodes", task.at("replicas")),
          ...countFact("resources.accelerators_per_node", task.at("resources", "gpuCount")),
        };
        return launch("beaker", task, facts, runs, task.at("name").text());
      }),
});
