import { topOf } from "../../model/place.js";
import { type LsfOptions, lsfFacts } from "../../programs/_lsf.js";
import { work } from "../../programs/interpret.js";
import type { Script, Word } from "../../text/script.js";
import { type Context, defineScriptFormat } from "../format.js";

export default defineScriptFormat({
  id: "lsf",
  title: "LSF jobs",
  url: "https://www.ibm.com/docs/en/spectrum-lsf",
  role: "launch",
  rank: 13,
  recognises: ({ directives }) => directives.some(({ kind }) => kind === "BSUB"),
  parse(script: Script, { report }: Context) {
    const options = optionsOf(script);
    const runs = work(script, report);
    const at = script.directives[0]?.at ?? topOf(script.file);
    const [, name] = /^([\w.-]+)(\[.*)?$/.exec(options.get("J")?.text ?? "") ?? [];
    return runs.length === 0
      ? []
      : [{ format: "lsf", role: "launch" as const, at, facts: lsfFacts(options), uses: [], runs, ...(name && { name }) }];
  },
});

function optionsOf({ directives }: Script): LsfOptions {
  const options = new Map<string, Word>();
  for (const { kind, words } of directives)
    words.forEach((word, index) => {
      const value = words[index + 1];
      if (kind === "BSUB" && /^-[A-Za-z_]+$/.test(word.text) && value) options.set(word.text.slice(1), value);
    });
  return options;
}
