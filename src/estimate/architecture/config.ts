/** Safe access to a `config.json` mapping: the first of several spellings that holds a finite number. */
export interface ConfigReader {
  readonly modelType: string;
  number(...names: readonly string[]): number | undefined;
  flag(name: string): boolean | undefined;
  text(name: string): string | undefined;
  list(name: string): readonly unknown[] | undefined;
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
