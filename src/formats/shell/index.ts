import { topOf } from "../../model/place.js";
import { namesTraining } from "../../programs/_names.js";
import { onlyNames } from "../../programs/_started.js";
import { interpret, trains, work } from "../../programs/interpret.js";
import type { Script } from "../../text/script.js";
import { type Context, defineScriptFormat } from "../format.js";

/** `train_sft.sh` that starts a `run.sh`: what that does decides. */
const isNamed = ({ file }: Script) => namesTraining(file.replace(/\.\w+$/, ""));

export default defineScriptFormat({
  id: "shell",
  title: "shell scripts",
  url: "https://www.gnu.org/software/bash/manual/bash.html",
  role: "launch",
  rank: 90,
  recognises: (script) =>
    script.directives.length === 0 && (trains(script) || (isNamed(script) && work(script, () => undefined).length > 0)),
  parse: (script: Script, { report }: Context) => [
    {
      format: "shell",
      role: "launch",
      at: topOf(script.file),
      facts: {},
      uses: [],
      runs: (isNamed(script) ? work(script, report) : interpret(script, report)).map(onlyNames),
    },
  ],
});
