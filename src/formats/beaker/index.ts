import { FACTS, type MutableFacts } from "../../model/facts.js";
import { declared } from "../../model/known.js";
import { durationInHours } from "../../model/quantities.js";
import type { Cursor, DataDocument } from "../../text/cursor.js";
import { type Context, defineDataFormat } from "../format.js";
import { countFact, environmentAt, launch, runsOf, scriptOf } from "../launched.js";

export default defineDataFormat({
  id: "beaker",
  title: "Beaker experiment",
  url: "https://beaker-docs.apps.allenai.org",
  role: "launch",
  rank: 18,
  recognises: ({ root }) => /^v2(-alpha)?$/.test(root.at("version").text() ?? "") && root.at("tasks").kind === "sequence",
  parse: ({ root }: DataDocument, { report }: Context) =>
    root
      .at("tasks")
      .items()
      .flatMap((task) => {
        const runs = runsOf(scriptOf([task.at("command"), task.at("arguments")], "exec"), environmentAt(task.at("envVars")), report);
        const facts = {
          ...countFact("resources.nodes", task.at("replicas")),
          ...(preemptible(task).raw() === true && { "resources.spot": declared(true, preemptible(task).place) }),
          ...countFact("resources.accelerators_per_node", task.at("resources", "gpuCount")),
          ...limits(task),
        };
        return launch("beaker", task, facts, runs, task.at("name").text());
      }),
});

/** `timeout: 24h`, and the memory of the container. */
function limits(task: Cursor): MutableFacts {
  const [timeout, memory] = [task.at("timeout"), task.at("resources", "memory")];
  const [time, size] = [durationInHours(timeout.raw()), FACTS["resources.memory_limit"].read(memory.raw())];
  return {
    ...(time.ok && typeof timeout.raw() === "string" && { "resources.time_limit": declared(time.value, timeout.place) }),
    ...(size.ok && typeof memory.raw() === "string" && { "resources.memory_limit": declared(size.value, memory.place) }),
  };
}

/** A preemptible task may be stopped for another one, as a spot machine may. */
const preemptible = (task: Cursor): Cursor =>
  task.has("context", "preemptible") ? task.at("context", "preemptible") : task.at("preemptible");
