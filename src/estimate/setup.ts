import type { Habits, LossPath } from "../frameworks/profile.js";
import type { Counts, Shape } from "./architecture/shape.js";
import type { Quantization } from "./memory/quantized.js";
import type { Preference } from "./preference.js";
import type { Rollouts } from "./rollouts.js";

export type Checkpointing = "none" | "full" | "selective" | "selective_op" | "offload";

/**
 * One job as numbers only: what every formula reads. `…_bytes`: of one parameter or one activation; lengths in tokens, batches in sequences, parallel sizes in devices.
 */
export interface Setup {
  readonly shape: Shape;
  readonly counts: Counts;
  /** As published: frameworks with a head of their own hold more. */
  readonly parameters: number;
  /** False where only the number of parameters is known and the shape is a typical one. */
  readonly exact_shape: boolean;
  readonly framework: string;
  readonly habits: Habits;
  readonly trains: "full" | "adapters";
  /** Over a corpus: rows are packed, nothing is evaluated between. */
  readonly pretraining: boolean;
  /** Of all weights, those that get gradients: 1, or the unfrozen layers' share. */
  readonly trained_share: number;
  readonly quantization: Quantization | null;
  /** Of one parameter of the frozen base with its scales; null where it is not quantized. */
  readonly quantized_bytes: number | null;
  readonly targets: "all-linear" | readonly string[];
  readonly rank: number;
  readonly adapter_parameters: number;
  readonly weight_bytes: number;
  readonly activation_bytes: number;
  readonly gradient_bytes: number;
  readonly master_weights: boolean;
  readonly optimizer: string;
  readonly sequence_length: number;
  readonly micro_batch_size: number;
  /** Micro batches of an optimizer step. */
  readonly accumulation: number;
  /** Declared data loader processes of one device. */
  readonly workers: number;
  /** Every micro batch has the same length. */
  readonly packed: boolean;
  readonly tensor: number;
  readonly pipeline: number;
  readonly virtual_pipeline: number;
  readonly context: number;
  readonly expert: number;
  /** Data-parallel ranks: copies of the model, whole or sharded. */
  readonly data: number;
  readonly sequence_parallel: boolean;
  readonly accelerators: number;
  readonly per_node: number;
  readonly nodes: number;
  /** ZeRO stage; FSDP is 3. */
  readonly stage: 0 | 1 | 2 | 3;
  readonly engine: "deepspeed" | "fsdp1" | "fsdp2" | "megatron" | "ddp";
  /** Ranks that one copy is sharded over. */
  readonly shard_group: number;
  readonly offload: "none" | "optimizer" | "parameters" | "activations";
  readonly checkpointing: Checkpointing;
  readonly eager_attention: boolean;
  /** Declared, to a framework that is known to take FlashAttention's own package for it. */
  readonly flash_attention: boolean;
  readonly loss: LossPath;
  readonly fp8: boolean;
  /** Sequences of one example that pass through the policy, and frozen passes beside it (DPO: 2 and a reference). */
  readonly preference: Preference;
  /** What the policy samples to learn from; null where it learns from given data. */
  readonly rollouts: Rollouts | null;
}

/** Parameters that the optimizer updates, over all ranks; of frozen layers see `trained_share`. */
export const trainedParameters = ({ trains, counts, adapter_parameters }: Setup): number =>
  trains === "full" ? counts.total : adapter_parameters;
