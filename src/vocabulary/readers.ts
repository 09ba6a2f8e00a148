import type { Report } from "../model/diagnostic.js";
import type { ATTENTIONS, DTYPES, Facts, KnownFacts, STRATEGIES } from "../model/facts.js";
import { boolean, count, nothing, ok, plainNumber, type Reader, words, wrong } from "../model/reading.js";
import type { Cursor } from "../text/cursor.js";
import { isTemplate, isUnset, type Meaning, readFacts, type Vocabulary } from "./vocabulary.js";

/** How the Hugging Face family writes values, for the tables beside this file. Order matters: the first pattern that fits decides. */
type Patterns<T> = readonly (readonly [pattern: RegExp, value: T])[];

const DTYPE: Patterns<(typeof DTYPES)[number]> = [
  [/^(torch\.)?(bfloat16|bf16)$/, "bf16"],
  [/^(torch\.)?(float16|fp16|half)$/, "fp16"],
  [/^(torch\.)?(float32|fp32|float)$/, "fp32"],
  [/^(torch\.)?(fp8|float8)/, "fp8"],
];

/** Kernels that never hold the score matrix count as flash: FlexAttention and xformers keep the same memory (arXiv:2412.05496, arXiv:2112.05682). */
const ATTENTION: Patterns<(typeof ATTENTIONS)[number]> = [
  [/flash|^fa[234]$|flex|xformers|^kernels-community\//, "flash"],
  [/sdpa|^torch$/, "sdpa"],
  [/eager|disabled|^none$/, "eager"],
];

/** SHARD_GRAD_OP shards what ZeRO 2 shards; the numbers are torch's `ShardingStrategy`. */
const SHARDING: Patterns<(typeof STRATEGIES)[number]> = [
  [/hybrid|^[45]$/, "hsdp"],
  [/no_shard|^3$/, "ddp"],
  [/shard_grad_op|^2$/, "zero2"],
  [/full_shard|^fsdp2?$|^true$|^1$/, "fsdp"],
];

const matching =
  <T>(patterns: Patterns<T>, example: string): Reader<T> =>
  (raw) => {
    const text = String(raw).trim().toLowerCase();
    const found = patterns.find(([pattern]) => pattern.test(text));
    return found ? ok(found[1]) : wrong(example);
  };

export const dtype = matching(DTYPE, "a torch dtype, as in bfloat16");
export const attention = matching(ATTENTION, "an attention implementation, as in flash_attention_2, sdpa or eager");

const shardingWord = matching(SHARDING, "FSDP options, as in full_shard auto_wrap");
/** `full_shard auto_wrap`, `["full_shard", "auto_wrap"]`, `FULL_SHARD`, `1`, `true`; false or nothing listed means no FSDP here. */
export const sharding: Reader<Facts["parallelism.strategy"]> = (raw) => {
  const text = Array.isArray(raw) ? raw.join(" ") : String(raw);
  return /^(false|0|no|)$/i.test(text.trim()) ? nothing : shardingWord(text);
};

/** A switch that states a value when on, and nothing when off. */
export const when =
  <const T>(value: T): Reader<T> =>
  (raw) => {
    const on = boolean(raw);
    return on.ok ? (on.value ? ok(value) : nothing) : on;
  };

export const either =
  <const T>(on: T, off: T): Reader<T> =>
  (raw) => {
    const reading = boolean(raw);
    return reading.ok ? ok(reading.value ? on : off) : reading;
  };

/** A count where 0 or -1 mean "off": `max_steps: -1`, `lora_dim 0`. */
export const countOrOff: Reader<number> = (raw) => {
  const value = plainNumber(raw);
  return value !== undefined && value <= 0 ? nothing : count(raw);
};

/** `unsloth` recomputes with activations held in host memory; `offload_disk` likewise on disk. */
export const checkpointing: Reader<Facts["training.gradient_checkpointing"]> = (raw) => {
  if (typeof raw === "string" && /^(unsloth|offload(_disk)?)$/i.test(raw.trim())) return ok("offload");
  const reading = boolean(raw);
  return reading.ok ? reading : wrong("true, false or offload");
};

/** `{id: fraction}` and `[id, amount, id, amount]` besides plain lists and names; a name keeps its blanks. */
export const datasets: Reader<readonly string[]> = (raw) => {
  if (Array.isArray(raw)) return words(raw.filter((item) => typeof item === "string" && plainNumber(item) === undefined));
  if (typeof raw === "object" && raw !== null) return words(Object.keys(raw));
  return words(raw);
};

const saysNothing = ({ read }: Meaning, raw: unknown) => !isUnset(raw) && !isTemplate(raw) && read(raw) === nothing;

/** `readFacts`, where a key whose value says nothing (`bf16: false`) leaves the fact to the table's next key (`fp16: true`). */
export function readWords(from: Cursor, vocabulary: Vocabulary, report: Report): KnownFacts {
  const speaking = Object.entries(vocabulary).filter(([key, meaning]) => {
    const cell = from.at(...key.split("."));
    return cell.kind !== "absent" && !saysNothing(meaning, cell.raw());
  });
  return readFacts(from, Object.fromEntries(speaking), report);
}
