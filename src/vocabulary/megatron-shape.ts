/** Words of Megatron's that state the model's shape itself, and the keys of `config.json` they are. */
const WORDS: Readonly<Record<string, string>> = {
  num_layers: "num_hidden_layers",
  hidden_size: "hidden_size",
  num_attention_heads: "num_attention_heads",
  ffn_hidden_size: "intermediate_size",
  num_query_groups: "num_key_value_heads",
  vocab_size: "vocab_size",
  padded_vocab_size: "vocab_size",
  max_position_embeddings: "max_position_embeddings",
  num_experts: "num_local_experts",
  moe_router_topk: "num_experts_per_tok",
  moe_ffn_hidden_size: "moe_intermediate_size",
};

/** GPT-2's 50,257 entries, filled up to a multiple of 128 (Megatron-LM `--make-vocab-size-divisible-by`): what nobody says. */
const VOCABULARY = 50_304;

/** Sizes that are said, by their keys in `config.json`. `read`: the number a word of Megatron's is given. */
export const sizesOf = (read: (word: string) => number | undefined): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(WORDS).flatMap(([word, key]) => {
      const size = read(word);
      return size === undefined ? [] : [[key, size] as const];
    }),
  );

/** A GPT of Megatron's own as `config.json` would have it. */
export const gptOf = (sizes: ReadonlyMap<string, number>, { gated, tied }: { readonly gated: boolean; readonly tied: boolean }) => ({
  model_type: gated ? "llama" : "gpt2",
  vocab_size: VOCABULARY,
  tie_word_embeddings: tied,
  ...Object.fromEntries(sizes),
});
