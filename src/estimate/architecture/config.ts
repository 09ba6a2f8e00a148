import type { Family } from "./families.js";

/** Safe access to a `config.json` mapping: the first of several spellings that holds a finite number. */
export interface ConfigReader {
  readonly modelType: string;
  number(...names: readonly string[]): number | undefined;
  flag(name: string): boolean | undefined;
  text(name: string): string | undefined;
  list(name: string): readonly unknown[] | undefined;
}

/** What no shape is without. Widths and vocabulary in entries. */
export interface Size {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly vocab: number;
}

type Mapping = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Mapping => typeof value === "object" && value !== null && !Array.isArray(value);

/** The language model's own keys: multimodal configs keep them under `text_config`. */
function languagePart(config: Mapping): Mapping {
  const inner = config.text_config ?? config.llm_config;
  if (config.hidden_size !== undefined || !isMapping(inner)) return config;
  const tied = config.tie_word_embeddings;
  return { model_type: config.model_type, ...(tied !== undefined && { tie_word_embeddings: tied }), ...inner };
}

/** Keys of a `config.json`, or of the language model within it. Never throws. */
export function reading(config: Mapping): ConfigReader {
  const keys = languagePart(config);
  return {
    modelType: typeof keys.model_type === "string" ? keys.model_type : "llama",
    number: (...names) =>
      names.map((name) => keys[name]).find((value): value is number => typeof value === "number" && Number.isFinite(value)),
    flag: (name) => (typeof keys[name] === "boolean" ? (keys[name] as boolean) : undefined),
    text: (name) => (typeof keys[name] === "string" ? (keys[name] as string) : undefined),
    list: (name) => (Array.isArray(keys[name]) ? (keys[name] as unknown[]) : undefined),
  };
}

/** Which matrices have a bias, 1 or 0: as the family's code says, else as the config does. */
export function biasOf(keys: ConfigReader, family: Family) {
  const said = keys.flag("use_bias") ?? keys.flag("bias") ?? false;
  if (family.bias === "all") return { qkv: 1, out: 1, mlp: 1 };
  if (family.bias === "no_qkv") return { qkv: 0, out: 1, mlp: 1 };
  if (family.bias === "qkv") return { qkv: 1, out: 0, mlp: 0 };
  if (family.bias === "none") return { qkv: 0, out: 0, mlp: 0 };
  const attention = keys.flag("attention_bias") ?? said;
  return {
    qkv: Number(attention || (keys.flag("use_qkv_bias") ?? false)),
    out: Number(attention),
    mlp: Number(keys.flag("mlp_bias") ?? said),
  };
}
