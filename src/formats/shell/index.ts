import { topOf } from "../../model/place.js";
import { onlyNames } from "../../programs/_started.js";
import { interpret, trains } from "../../programs/interpret.js";
import type { Script } from "../../text/script.js";
import { type Context, defineScriptFormat } from "../format.js";

export default defineScriptFormat({
  id: "shell",
  title: "shell scripts",
  url: "https://www.gnu.org/software/bash/manual/bash.html",
  role: "launch",
  rank: 90,
  recognises: (script) => script.directives.length === 0 && trains(script),
  parse: (script: Script, { report }: Context) => [
    {
      format: "shell",
      role: "launch",
      at: topOf(script.file),
      facts: {},
      uses: [],
      runs: interpret(script, report).map(onlyNames),
    },
  ],
});
