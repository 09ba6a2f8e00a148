import type { MutableFacts } from "../model/facts.js";
import { declared, type Known } from "../model/known.js";
import { fromHours, type Seconds } from "../model/units.js";
import type { Word } from "../text/script.js";
import { arrayOf, cardIn } from "./_slurm-words.js";

/** What LSF's options mean by their values, on `#BSUB` lines and after `bsub` alike: https://www.ibm.com/docs/en/spectrum-lsf/10.1.0?topic=bsub-options */
export type LsfOptions = Pick<ReadonlyMap<string, Word>, "get">;

/** `-nnodes 2`, or slots over `span[ptile=N]`; `-gpu "num=4:gmodel=…"` counts a host's; `-J "name[1-10]%2"` is an array. */
export function lsfFacts(options: LsfOptions): MutableFacts {
  const gpu = options.get("gpu");
  const rules = options.get("R");
  const perHost = within(gpu, /(?:^|:)num=(\d+)/) ?? within(rules, /ngpus(?:_\w+)?=(\d+)/);
  const slots = within(rules, /span\[ptile=(\d+)\]/);
  const all = within(options.get("n"), /^(\d+)/)?.value ?? 0;
  const spread = rules && slots && all > 0 ? declared(Math.max(1, Math.ceil(all / slots.value)), rules.at) : undefined;
  const nodes = within(options.get("nnodes"), /^(\d+)$/) ?? spread ?? within(rules, /span\[hosts=(1)\]/);
  const model = gpu && /(?:^|:)gmodel=([^:]+)/.exec(gpu.text)?.[1];
  const accelerator = gpu && model ? declared(model.replace(/^NVIDIA(?=[A-Z])/, "NVIDIA-"), gpu.at) : cardIn(options.get("q"));
  const time = timeOf(options.get("W"));
  const array = /\[([^\]]+)\]/.exec(options.get("J")?.text ?? "")?.[1];
  const runs = array === undefined ? undefined : arrayOf({ ...(options.get("J") as Word), text: array });
  return {
    ...(nodes && { "resources.nodes": nodes }),
    ...(perHost && { "resources.accelerators_per_node": perHost }),
    ...(accelerator && { "resources.accelerator": accelerator }),
    ...(time && { "resources.time_limit": time }),
    ...(runs && { runs }),
  };
}

function within(word: Word | undefined, pattern: RegExp): Known<number> | undefined {
  const digits = pattern.exec(word?.text ?? "")?.[1];
  return word && digits && Number(digits) > 0 ? declared(Number(digits), word.at) : undefined;
}

/** `-W 12:00` counts hours and minutes, `-W 90` minutes; a host's name may follow after a slash. */
function timeOf(word: Word | undefined): Known<Seconds> | undefined {
  const [, hours, minutes] = /^(?:(\d+):)?(\d+)(?:\/.*)?$/.exec(word?.text ?? "") ?? [];
  const total = Number(hours ?? 0) + Number(minutes ?? 0) / 60;
  return word && total > 0 ? declared(fromHours(total), word.at) : undefined;
}
