type Mapping = Readonly<Record<string, unknown>>;

/** Classes that have words of their own for experts; Llama 4's `intermediate_size` is that of one expert, beside one that all tokens share. */
const SPELLINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  llama4_text: {
    moe_intermediate_size: "intermediate_size",
    intermediate_size: "intermediate_size_mlp",
    decoder_sparse_step: "interleave_moe_layer_step",
  },
  ernie4_5_moe: {
    num_local_experts: "moe_num_experts",
    num_experts_per_tok: "moe_k",
    n_shared_experts: "moe_num_shared_experts",
    first_k_dense_replace: "moe_layer_start_index",
  },
  bailing_moe: { n_shared_experts: "num_shared_experts" },
};

/** The config in the words that others use. */
export function respelt(config: Mapping): Mapping {
  const spellings = Object.entries(SPELLINGS[String(config.model_type)] ?? {});
  const own = spellings.filter(([, theirs]) => theirs in config).map(([ours, theirs]) => [ours, config[theirs]] as const);
  return { ...(config.model_type === "llama4_text" && { n_shared_experts: 1 }), ...config, ...Object.fromEntries(own) };
}
