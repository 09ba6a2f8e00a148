import { biasOf, type ConfigReader, type Size } from "./config.js";
import type { Family } from "./families.js";
import type { Linear } from "./shape.js";

function keyValueHeads(keys: ConfigReader, heads: number) {
  const said = keys.number("num_key_value_heads", "num_kv_heads", "n_head_kv");
  if (keys.modelType === "falcon" && !keys.flag("new_decoder_architecture")) return keys.flag("multi_query") === false ? heads : 1;
  if (keys.modelType === "gpt_bigcode" && keys.flag("multi_query") !== false) return 1;
  return said ?? heads;
}

/** Queries, keys, values and output of every layer; grouped keys and values, arXiv 2305.13245. `vectors`: norms of queries and keys. [parameters] */
export function plainAttention(keys: ConfigReader, family: Family, { hidden, layers, heads }: Size) {
  const size = keys.number("head_dim", "d_kv") ?? Math.floor(hidden / heads);
  const query = heads * size;
  const keyValue = keyValueHeads(keys, heads) * size;
  const bias = biasOf(keys, family);
  const linears: Linear[] = [
    { name: "q_proj", in: hidden, out: query, count: layers, bias: query * bias.qkv },
    { name: "k_proj", in: hidden, out: keyValue, count: layers, bias: keyValue * bias.qkv },
    { name: "v_proj", in: hidden, out: keyValue, count: layers, bias: keyValue * bias.qkv },
    { name: "o_proj", in: query, out: hidden, count: layers, bias: hidden * bias.out },
  ];
  const norm = { none: 0, head: 2 * size, all: query + keyValue }[family.qk_norm];
  return { linears, vectors: norm * layers, dims: { query, key_value: keyValue, qk_dim: query, v_dim: query, latent: false } };
}

/** Multi-head latent attention, arXiv 2405.04434 section 2.1; in training keys and values are materialised for every head. */
export function latentAttention(keys: ConfigReader, { hidden, layers, heads }: Size) {
  const nope = keys.number("qk_nope_head_dim") ?? 128;
  const rope = keys.number("qk_rope_head_dim") ?? 64;
  const value = keys.number("v_head_dim") ?? 128;
  const rank = keys.number("kv_lora_rank") ?? 512;
  const queryRank = keys.number("q_lora_rank");
  const query = heads * (nope + rope);
  const linear = (name: string, from: number, to: number): Linear => ({ name, in: from, out: to, count: layers, bias: 0 });
  const queries = queryRank
    ? [linear("q_a_proj", hidden, queryRank), linear("q_b_proj", queryRank, query)]
    : [linear("q_proj", hidden, query)];
  const linears = [
    ...queries,
    linear("kv_a_proj_with_mqa", hidden, rank + rope),
    linear("kv_b_proj", rank, heads * (nope + value)),
    linear("o_proj", heads * value, hidden),
  ];
  const dims = { query, key_value: query, qk_dim: query, v_dim: heads * value, latent: true };
  return { linears, vectors: ((queryRank ?? 0) + rank) * layers, dims };
}
