import type { MutableFacts } from "../../model/facts.js";
import { declared, type Known } from "../../model/known.js";
import { topOf } from "../../model/place.js";
import { arrayOf, cardIn, memoryOf, timeOf } from "../../programs/_slurm-words.js";
import { work } from "../../programs/interpret.js";
import type { Script, Word } from "../../text/script.js";
import { readScript } from "../../text/shell.js";
import { type Context, defineScriptFormat } from "../format.js";

export default defineScriptFormat({
  id: "pbs",
  title: "PBS jobs",
  url: "https://openpbs.org",
  role: "launch",
  rank: 12,
  recognises: ({ directives }) => directives.some(({ kind }) => kind === "PBS"),
  parse,
});

function parse(script: Script, { report }: Context) {
  const options = optionsOf(script);
  const facts = factsOf(options);
  const at = script.directives[0]?.at ?? topOf(script.file);
  const again = readScript(script.text, topOf(script.file), new Map([...script.given, ...environmentOf(facts)]), script.called);
  const runs = work(again, report);
  const name = options.find(({ option }) => option === "N")?.value.text;
  return runs.length === 0
    ? []
    : [{ format: "pbs", role: "launch" as const, at, facts, uses: [], runs, ...(name && /^[\w.-]+$/.test(name) && { name }) }];
}

interface Option {
  readonly option: string;
  readonly value: Word;
}

/** `-l select=2:ngpus=4 -l walltime=…`, `-J 1-10`: an option and its value, apart or glued. */
function optionsOf({ directives }: Script): readonly Option[] {
  return directives.flatMap(({ kind, words }) =>
    kind !== "PBS"
      ? []
      : words.flatMap((word, index): readonly Option[] => {
          const [, option, glued] = /^-(\w)(.*)$/.exec(word.text) ?? [];
          const value = glued ? { ...word, text: glued } : words[index + 1];
          return option && value ? [{ option, value }] : [];
        }),
  );
}

/** Torque calls an array `-t`, OpenPBS `-J`. */
function factsOf(options: readonly Option[]): MutableFacts {
  const resources = options.filter(({ option }) => option === "l").flatMap(({ value }) => chunks(value));
  const runs = options.filter(({ option }) => option === "J" || option === "t").map(({ value }) => arrayOf(value))[0];
  const queue = cardIn(options.find(({ option }) => option === "q")?.value);
  const found = Object.assign({}, ...resources) as MutableFacts;
  return { ...(queue && { "resources.accelerator": queue }), ...found, ...(runs && { runs }) };
}

/** `select=2:ncpus=32:ngpus=4:gpu_type=A100:mem=200gb`, `nodes=2:ppn=8:gpus=4`, `walltime=00:30:00`, several of them after commas. */
function chunks(value: Word): readonly MutableFacts[] {
  return value.text.split(",").map((part) => {
    const fields = fieldsOf(part);
    const [count, perNode] = [
      whole(value, fields.get("select") ?? fields.get("nodes")),
      whole(value, fields.get("ngpus") ?? fields.get("gpus")),
    ];
    const nodes = /^select=\d+.*\+\d+/.test(part) ? sum(part, value) : count;
    const type = ["gpu_type", "gpu_model", "gputype", "gpu_id", "accelerator_model"].map((key) => fields.get(key)).find((each) => each);
    const time = timeOf(part.startsWith("walltime=") ? { ...value, text: clock(part.slice("walltime=".length)) } : undefined);
    const memory = memoryOf(fields.has("mem") ? { ...value, text: (fields.get("mem") ?? "").replace(/w$/i, "") } : undefined, 1);
    return {
      ...(nodes && { "resources.nodes": nodes }),
      ...(perNode && { "resources.accelerators_per_node": perNode }),
      ...(type && { "resources.accelerator": declared(type, value.at) }),
      ...(time && { "resources.time_limit": time }),
      ...(memory && { "resources.memory_limit": memory }),
    };
  });
}

const fieldsOf = (part: string): ReadonlyMap<string, string> =>
  new Map(
    part.split(/[:+]/).flatMap((each) => {
      const [key, said] = each.split("=", 2);
      return key !== undefined && said !== undefined ? [[key, said] as const] : [];
    }),
  );

/** `walltime=3600` counts seconds, where Slurm's `60` counts minutes; `2:00:00:00` begins with days. */
function clock(text: string): string {
  if (/^\d+$/.test(text)) return `0:0:${text}`;
  return text.replace(/^(\d+):(\d+:\d+:\d+)$/, "$1-$2");
}

const whole = (word: Word, digits: string | undefined): Known<number> | undefined =>
  /^[1-9]\d*$/.test(digits ?? "") ? declared(Number(digits), word.at) : undefined;

/** `select=1:ngpus=4+3:ngpus=4`: chunks of several kinds. */
const sum = (part: string, word: Word) =>
  declared(
    part
      .replace(/^select=/, "")
      .split("+")
      .reduce((total, chunk) => total + Number(/^\d+/.exec(chunk)?.[0] ?? 1), 0),
    word.at,
  );

/** What PBS itself sets, as far as the directives decide it. */
function environmentOf(facts: MutableFacts): ReadonlyMap<string, Word> {
  const nodes = facts["resources.nodes"];
  return new Map(nodes?.at ? [["PBS_NUM_NODES", { text: String(nodes.value), at: nodes.at, unknown: [] }] as const] : []);
}
