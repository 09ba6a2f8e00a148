import { isTarget } from "../architecture/shape.js";
import type { Setup } from "../setup.js";

/**
 * Bytes that autograd keeps for one token of one layer without checkpointing: the tensors each operation saves for its backward,
 * as in the modelling code (eager) and in Korthikanti et al., arXiv 2205.05198 section 4, extended to gated MLPs, grouped queries and adapters.
 */
export function savedPerTokenAndLayer(setup: Setup): number {
  const { norms, attention, feed_forward, adapters } = savedParts(setup);
  return norms + attention + feed_forward + adapters;
}

/** The same by part. [bytes per token and layer] */
export const savedParts = (setup: Setup) => ({
  norms: normsKept(setup),
  attention: attentionKept(setup),
  feed_forward: feedForwardKept(setup),
  adapters: setup.trains === "adapters" ? 8 * setup.habits.adapter_bytes * setup.rank : 0,
});

export const residualBytes = (setup: Setup) => (setup.habits.kbit_fp32 ? 4 : setup.activation_bytes);
const oneKernel = ({ habits }: Setup) => habits.kernels !== "eager";
const fusedActivation = ({ habits }: Setup) => habits.kernels !== "eager" && habits.kernels !== "compiled";
const frozen = ({ trains }: Setup) => trains === "adapters";
/** Unsloth's LoRA functions keep the one input, cast adapters rather than it, and compute the product of gate and up again (unsloth kernels/fast_lora.py). */
const fusedAdapters = ({ habits }: Setup) => habits.kernels === "unsloth";

/** An eager RMSNorm keeps its input in fp32, and the normalised input too where its weight is trained. */
function normsKept(setup: Setup) {
  const ab = residualBytes(setup);
  const { shape } = setup;
  const eager = 4 + (frozen(setup) ? 0 : ab);
  const perWidth = oneKernel(setup) ? ab : eager;
  const onHeads = shape.family.qk_norm === "none" ? 0 : perWidth * (shape.query + shape.key_value);
  return perWidth * shape.hidden_size * shape.family.norms_per_block + onHeads;
}

/** A frozen matrix needs no input; an adapter beside it does: its own copy where the dtype differs or dropout makes one. */
function adapterInputs(setup: Setup, names: readonly string[], width: number) {
  const targeted = names.filter((name) => isTarget(name, setup.targets)).length;
  const ab = residualBytes(setup);
  const { adapter_bytes, adapter_dropout } = setup.habits;
  if (targeted === 0) return 0;
  if (fusedAdapters(setup)) return width * ab;
  if (adapter_dropout) return targeted * width * (1 + adapter_bytes);
  return adapter_bytes === ab ? width * ab : targeted * width * adapter_bytes;
}

function attentionKept(setup: Setup) {
  const ab = residualBytes(setup);
  const { shape, habits } = setup;
  const { query, key_value, hidden_size } = shape;
  const keys = habits.repeats_kv ? query : key_value;
  const inputs = frozen(setup) ? adapterInputs(setup, ["q_proj", "k_proj", "v_proj"], hidden_size) : ab * hidden_size;
  const context = shape.latent ? shape.v_dim : query;
  const own = ab * (query + 2 * keys) + ab * context + 4 * shape.num_attention_heads;
  const scores = setup.eager_attention ? (4 + ab) * shape.num_attention_heads * setup.sequence_length : 0;
  return inputs + own + scores + quantizedInputs(setup) + outputAdapter(setup, query);
}

/** Hidden-wide tensors that 4-bit products of attention keep: their inputs and copies in the dtype they compute with (litgpt's resource table: 4 with the MLP's). */
const QUANTIZED_INPUTS = 4;
const quantizedInputs = (setup: Setup) =>
  setup.habits.quantized_keeps_input && setup.quantized_bytes !== null
    ? QUANTIZED_INPUTS * residualBytes(setup) * setup.shape.hidden_size
    : 0;

function outputAdapter(setup: Setup, query: number) {
  if (!frozen(setup)) return 0;
  const ab = residualBytes(setup);
  const copies = adapterInputs(setup, ["o_proj"], query);
  const shared = fusedAdapters(setup) || (!setup.habits.adapter_dropout && setup.habits.adapter_bytes === ab);
  return shared ? Math.max(0, copies - ab * query) : copies;
}

function feedForwardKept(setup: Setup) {
  const { shape } = setup;
  const dense = mlpKept(setup, shape.dense_width, 1);
  if (shape.sparse_layers === 0) return dense;
  const ab = residualBytes(setup);
  const routed = mlpKept(setup, shape.expert_width, shape.num_experts_per_tok);
  const shared = shape.shared_width > 0 ? mlpKept(setup, shape.shared_width, 1) : 0;
  const dispatch = 2 * ab * shape.hidden_size * shape.num_experts_per_tok + 4 * shape.num_experts;
  return ((routed + shared + dispatch) * shape.sparse_layers + dense * shape.dense_layers) / shape.num_hidden_layers;
}

function mlpKept(setup: Setup, width: number, times: number) {
  const ab = residualBytes(setup);
  const { shape, habits, quantized_bytes } = setup;
  const up = shape.family.gated ? ["gate_proj", "up_proj"] : ["up_proj"];
  const keepsInput = habits.quantized_keeps_input && quantized_bytes !== null;
  const into = frozen(setup) ? adapterInputs(setup, up, shape.hidden_size) : ab * shape.hidden_size;
  const between = ab * width * (shape.family.gated ? (fusedActivation(setup) || habits.kernels === "compiled" ? 2 : 3) : 1);
  const ownInput = !frozen(setup) || (quantized_bytes !== null && (habits.kbit_fp32 || keepsInput));
  const downAdapter = frozen(setup) && !fusedAdapters(setup) && (keepsInput || !ownInput);
  const back = (ownInput ? ab * width : 0) + (downAdapter ? adapterInputs(setup, ["down_proj"], width) : 0);
  return times * (into + (keepsInput ? ab * shape.hidden_size : 0) + between + back);
}

/**
 * Temporaries of one layer's backward, per token: gradients of the widest tensors, less what was saved and is given back on the way. Bounded by fms-acceleration's
 * k-bit rows, whose layers stay below their loss.
 */
export function backwardPerToken(setup: Setup): number {
  const { shape } = setup;
  // A loop over experts differentiates one after the other; grouped products all at once.
  const together = setup.habits.kernels === "megatron" ? 1 : 1 / Math.max(1, shape.num_experts);
  const width =
    shape.sparse_layers > 0 ? Math.max(shape.expert_width * shape.num_experts_per_tok * together, shape.shared_width) : shape.dense_width;
  const mlp = residualBytes(setup) * ((fusedActivation(setup) ? 1 : 1.5) * width + 4 * shape.hidden_size);
  return mlp + (setup.eager_attention ? 8 * shape.num_attention_heads * setup.sequence_length : 0);
}

/** What per-operation checkpointing keeps: every second matmul's output, and attention's (torchtitan `selective`, per op). */
export function selectiveOpPerToken(setup: Setup): number {
  const { shape } = setup;
  const outputs = shape.query + 2 * shape.key_value + 2 * shape.hidden_size + 2 * shape.dense_width;
  return residualBytes(setup) * (outputs / 2 + shape.query + shape.hidden_size) + 4 * shape.num_attention_heads;
}
