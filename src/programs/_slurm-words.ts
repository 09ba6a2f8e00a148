import { FACTS } from "../model/facts.js";
import { declared, type Known } from "../model/known.js";
import { type Bytes, bytes, fromHours, type Seconds } from "../model/units.js";
import type { Word } from "../text/script.js";

/** What Slurm's options mean by their values: https://slurm.schedmd.com/sbatch.html */
export interface Devices {
  readonly count: number;
  readonly type: Known<string> | undefined;
  readonly at: Word["at"];
}

const GRES = /^(?:(?:gpu|gres\/gpu|craynetwork:\d+,gpu)[:=]?)?(?:([A-Za-z][\w.-]*|\d+g\.\d+gb):)?(\d+)?(?:\(.*\))?(?:,.*)?$/;

/** `gpu:a100:4`, `gpu:4`, `a100:4`, `4`. */
export function devicesOf(word: Word | undefined): Devices | undefined {
  const match = word && GRES.exec(word.text.replace(/^gpu$/, "gpu:1"));
  if (!word || !match || (match[1] === undefined && match[2] === undefined)) return undefined;
  const type = match[1] === undefined || match[1] === "gpu" ? undefined : declared(match[1], word.at);
  return Number(match[2] ?? 1) > 0 ? { count: Number(match[2] ?? 1), type, at: word.at } : undefined;
}

/** `2`, and the least of `2-4`. */
export function least(word: Word | undefined): Known<number> | undefined {
  const digits = word && /^(\d+)(-\d+)?$/.exec(word.text)?.[1];
  return word && digits && Number(digits) > 0 ? declared(Number(digits), word.at) : undefined;
}

/** Partitions and constraints are often named after the card they hold. */
const CARD =
  /(?:^|[^a-z0-9]|gpu)((?:[ahvblt]\d{2,3}s?|rtx[ _-]?\w?\d{4}|mi\d{3}x?|gh200|gb200|a10g|t4|l4)(?:[-_]?\d{2}gb?)?)(?:$|[^a-z0-9])/i;
export function cardIn(word: Word | undefined): Known<string> | undefined {
  const type = word && CARD.exec(word.text)?.[1];
  return word && type ? declared(type, word.at) : undefined;
}

/** Minutes, MM:SS, HH:MM:SS, D-HH, D-HH:MM, D-HH:MM:SS. */
export function timeOf(word: Word | undefined): Known<Seconds> | undefined {
  const [, days, a, b, c] = /^(?:(\d+)-)?(\d+)(?::(\d+))?(?::(\d+))?$/.exec(word?.text ?? "") ?? [];
  if (!word || a === undefined) return undefined;
  const [x, y, z] = [Number(a), Number(b ?? 0), Number(c ?? 0)];
  const hours =
    days !== undefined ? Number(days) * 24 + x + y / 60 + z / 3600 : c !== undefined ? x + y / 60 + z / 3600 : x / 60 + y / 3600;
  return hours > 0 ? declared(fromHours(hours), word.at) : undefined;
}

/** `0-9`, `1,3,5`, `0-9%2`, `1-10:3`. */
export function arrayOf(word: Word | undefined): Known<number> | undefined {
  if (!word || !/^[\d,:%-]+$/.test(word.text)) return undefined;
  const total = word.text
    .replace(/%\d+$/, "")
    .split(",")
    .reduce((sum, part) => {
      const [, from, to, by] = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/.exec(part) ?? [];
      return sum + (to === undefined ? 1 : Math.floor((Number(to) - Number(from)) / Number(by ?? 1)) + 1);
    }, 0);
  return total > 1 ? declared(total, word.at) : undefined;
}

/** `64G`, `512000` (MiB), `1T`, times what shares it; `0` asks for all there is and says no figure. */
export function memoryOf(word: Word | undefined, times: number | undefined): Known<Bytes> | undefined {
  const [, figure, unit] = /^(\d+)([KMGT])?B?$/i.exec(word?.text ?? "") ?? [];
  if (!word || !figure || Number(figure) === 0 || times === undefined) return undefined;
  const read = FACTS["resources.memory_limit"].read(`${figure}${unit ?? "M"}iB`);
  return read.ok ? declared(bytes(read.value * times), word.at) : undefined;
}
