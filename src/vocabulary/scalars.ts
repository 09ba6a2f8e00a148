import { boolean, count, ok, plainNumber, type Reader, text, wrong } from "../model/reading.js";

/** `true` states the value, `false` states nothing. */
export const flag =
  <const T>(value: T): Reader<T | undefined> =>
  (raw) => {
    const said = boolean(raw);
    return said.ok ? ok(said.value ? value : undefined) : said;
  };

/** `disable_…`: the other way round. */
export const negated: Reader<boolean> = (raw) => {
  const said = boolean(raw);
  return said.ok ? ok(!said.value) : said;
};

/** `-1` and `0` mean "no limit" where a count is asked for. */
export const countOrNone: Reader<number | undefined> = (raw) => {
  const number = plainNumber(raw);
  return number !== undefined && number <= 0 ? ok(undefined) : count(raw);
};

/** `save_steps: 0.2` is a share of the run, which says no number of steps. */
export const countOrShare: Reader<number | undefined> = (raw) => {
  const number = plainNumber(raw);
  return number !== undefined && number < 1 ? ok(undefined) : countOrNone(raw);
};

/** `block_size` of language-model scripts is the sequence; a few tokens are the block of a block-diffusion model, which says nothing of it. */
export const blockSize: Reader<number | undefined> = (raw) => {
  const number = plainNumber(raw);
  return number !== undefined && number < 64 ? ok(undefined) : count(raw);
};

/** A list where a number is usual states nothing here (`beta` is a pair in other trainers). */
export const numberOrNone: Reader<number | undefined> = (raw) => ok(plainNumber(raw));

/** A share of one; 0 and what is above 1 state nothing. */
export const share: Reader<number | undefined> = (raw) => {
  const number = plainNumber(raw);
  return ok(number !== undefined && number > 0 && number <= 1 ? number : undefined);
};

/** Words of a table, in any case; anything else states nothing. */
export const word =
  <const T>(table: Readonly<Record<string, T>>): Reader<T | undefined> =>
  (raw) => {
    const said = text(typeof raw === "number" || typeof raw === "boolean" ? String(raw) : raw);
    if (!said.ok) return said;
    return ok(table[said.value.toLowerCase()]);
  };

/** `eval_strategy`, `evaluation_strategy` of TrainingArguments. */
export const evaluates = word({ no: "no", false: "no", steps: "steps", epoch: "epoch" });

export const dtype = word({
  float32: "fp32",
  fp32: "fp32",
  "32": "fp32",
  "32-true": "fp32",
  "torch.float32": "fp32",
  no: "fp32",
  float16: "fp16",
  fp16: "fp16",
  half: "fp16",
  "16": "fp16",
  "16-mixed": "fp16",
  "16-true": "fp16",
  "torch.float16": "fp16",
  amp_fp16: "fp16",
  bfloat16: "bf16",
  bf16: "bf16",
  "bf16-mixed": "bf16",
  "bf16-true": "bf16",
  "torch.bfloat16": "bf16",
  amp_bf16: "bf16",
  fp8: "fp8",
  amp_fp8: "fp8",
});

export const attention = word({
  flash_attention_2: "flash",
  flash_attention_3: "flash",
  flash_attention: "flash",
  flash: "flash",
  flash_attn: "flash",
  fa2: "flash",
  fa3: "flash",
  triton: "flash",
  true: "flash",
  sdpa: "sdpa",
  eager: "eager",
  disabled: "eager",
  torch: "eager",
});

/** Optimizer names pass as they are: `estimate` knows them by pattern. */
export const optimizer: Reader<string | undefined> = (raw) =>
  typeof raw === "string" ? ok(raw.split(".").at(-1)) : wrong("the name of an optimizer");

/** Bits of quantized weights. */
export const bits: Reader<string | undefined> = (raw) => {
  const number = plainNumber(raw);
  return number === undefined
    ? wrong("a number of bits, as in 4")
    : ok(number <= 0 || number >= 16 ? undefined : number <= 4 ? "nf4" : "int8");
};

/** Comma-separated names, or a list. A regular expression over module names is taken as all of them. */
export const modules: Reader<"all-linear" | readonly string[]> = (raw) => {
  const list = Array.isArray(raw)
    ? raw.filter((each): each is string => typeof each === "string").flatMap((each) => each.split(","))
    : typeof raw === "string"
      ? raw.split(/[,\s]+/)
      : [];
  const names = list.map((name) => name.replace(/[[\]"']/g, "").trim()).filter((name) => name !== "");
  if (names.length === 0) return wrong("names of linear layers, or all-linear");
  const all = names.some((name) => /^(all|all-linear|linear)$/i.test(name) || /[\\(|^]/.test(name));
  return ok(all ? "all-linear" : names);
};

export const fsdpWords: Reader<"fsdp" | "hsdp" | "ddp" | undefined> = (raw) => {
  const said = (Array.isArray(raw) ? raw.join(" ") : typeof raw === "string" ? raw : raw === true ? "full_shard" : "").toLowerCase();
  if (said === "" || said === "false") return ok(undefined);
  if (said.includes("hybrid")) return ok("hsdp");
  return ok(said.includes("no_shard") ? "ddp" : "fsdp");
};

/** `a/b`, a local folder or a list of either. */
export const datasets: Reader<readonly string[]> = (raw) => {
  const list = Array.isArray(raw) ? raw : typeof raw === "string" ? raw.split(",") : [];
  const names = list.flatMap((each) => (typeof each === "string" ? [each.trim()] : [])).filter((name) => name !== "");
  return names.length > 0 ? ok(names) : wrong("names of data sets");
};

/** `4bit`, `nf4`, `8bit`, `none`; a mapping of its own is read elsewhere. */
export const quantWord: Reader<string | undefined> = (raw) => {
  const said = String(typeof raw === "string" || typeof raw === "number" ? raw : "").toLowerCase();
  if (/nf4|4.?bit|^4$|int4|qlora/.test(said)) return ok("nf4");
  return ok(/8.?bit|^8$|int8/.test(said) ? "int8" : undefined);
};

/** `unsloth` is checkpointing with the activations kept in host memory. */
export const checkpointingWord: Reader<boolean | "offload"> = (raw) => (raw === "unsloth" ? ok("offload") : boolean(raw));
