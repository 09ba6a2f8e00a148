import type { MutableFacts } from "../../model/facts.js";
import { declared } from "../../model/known.js";
import { fromHours } from "../../model/units.js";
import { interpret } from "../../programs/interpret.js";
import type { Script } from "../../text/script.js";
import { type Context, defineScriptFormat } from "../format.js";

export default defineScriptFormat({
  id: "pbs",
  title: "PBS jobs",
  url: "https://openpbs.org",
  role: "launch",
  rank: 12,
  recognises: ({ directives }) => directives.some(({ kind }) => kind === "PBS"),
  parse(script: Script, { report }: Context) {
    const runs = interpret(script, report);
    const at = script.directives[0]?.at ?? { file: script.file, line: 1, column: 1 };
    return runs.length === 0 ? [] : [{ format: "pbs", role: "launch", at, facts: factsOf(script), uses: [], runs }];
  },
});

/** `-l select=2:ngpus=4`, `-l walltime=00:30:00`, `-l nodes=2:gpus=4`. */
function factsOf({ directives }: Script): MutableFacts {
  const facts: MutableFacts = {};
  for (const { words, at } of directives)
    for (const { text } of words) {
      const nodes = /(?:^|[:,])(?:select|nodes)=(\d+)/.exec(text)?.[1];
      const gpus = /(?:^|[:,])n?gpus=(\d+)/.exec(text)?.[1];
      const [, hours, minutes, rest] = /walltime=(\d+):(\d+)(?::(\d+))?/.exec(text) ?? [];
      if (nodes) facts["resources.nodes"] = declared(Number(nodes), at);
      if (gpus) facts["resources.accelerators_per_node"] = declared(Number(gpus), at);
      if (hours) facts["resources.time_limit"] = declared(fromHours(Number(hours) + Number(minutes) / 60 + Number(rest ?? 0) / 3600), at);
    }
  return facts;
}
