import type { FactName, Facts } from "../model/facts.js";

/**
 * Where the loss is computed and what of the logits stays alive. Bytes per token and vocabulary entry stand in `estimate/memory/logits.ts`.
 * - full_fp32: the model's own loss, logits upcast to fp32 (transformers)
 * - kept_fp32: the fp32 copy is returned as well (transformers before 4.45; fp32 head of k-bit training)
 * - metric_fp32: one more fp32 copy kept for an accuracy metric (ms-swift 1 and 2)
 * - half: cross entropy on half-precision logits; compiled: the same inside torch.compile
 * - chunked: by chunks of the sequence (torchtune); chunked_kept: chunks stay until backward (litgpt)
 * - fused: no logits at all (Liger, cut cross entropy, Unsloth)
 * - vocabulary_parallel: split over tensor-parallel ranks (Megatron)
 */
export type LossPath =
  | "full_fp32"
  | "kept_fp32"
  | "metric_fp32"
  | "half"
  | "compiled"
  | "compiled_loss"
  | "chunked"
  | "chunked_kept"
  | "fused"
  | "vocabulary_parallel";

/** How a framework behaves where no manifest has a key for it. */
export interface Habits {
  readonly loss: LossPath;
  /** Norms, rotary embedding and activation as separate PyTorch operations, or fused kernels. */
  readonly kernels: "eager" | "compiled" | "fused" | "unsloth" | "megatron";
  readonly fsdp: "fsdp1" | "fsdp2";
  /** Bytes of one adapter parameter: PEFT holds adapters in fp32 (`autocast_adapter_dtype`). */
  readonly adapter_bytes: 2 | 4;
  readonly adapter_dropout: boolean;
  /** `prepare_model_for_kbit_training` of PEFT: what bitsandbytes did not quantize, and with it the residual stream and the logits, in fp32. */
  readonly kbit_fp32: boolean;
  /** The head is a matrix of its own, also where the model ties it to the embedding, and is quantized with the others. */
  readonly own_head: boolean;
  /** Keys and values repeated to the number of query heads before attention. */
  readonly repeats_kv: boolean;
  /** ZeRO is its own, not DeepSpeed's: gradients leave behind the backward that makes them. */
  readonly own_zero: boolean;
  /** Every rank sends what it updated to all others, one rank after the other, where others gather all at once. */
  readonly broadcasts_update: boolean;
  /** The vocabulary is filled up to a multiple of 64 or more, so that products with it are aligned. */
  readonly pads_vocabulary: boolean;
  /** The 4-bit matmul keeps its input for backward. */
  readonly quantized_keeps_input: boolean;
  /** Experts are computed one after the other in Python rather than by grouped products. */
  readonly loops_experts: boolean;
  /** Host time of a layer against PyTorch eager: RNG-saving checkpointing is slower, CUDA graphs are faster. */
  readonly launch: number;
  /** Gradients stay allocated between micro batches even without accumulation. */
  readonly keeps_gradients: boolean;
  /** FSDP upcasts what it trains to fp32 (accelerate). */
  readonly fsdp_upcasts: boolean;
  /** What is trained is upcast to fp32, and only that: frozen weights stay in half precision. */
  readonly upcasts_trained: boolean;
  /** Rank that GaLore and APOLLO project to (transformers `optim_args`, rank=128), or a quarter of the width (GaLore, arXiv 2403.03507 table 2). */
  readonly projection_rank: number | "quarter";
  /** Its plain Adam is a fused one: no intermediates of the parameters' size. */
  readonly fused_adam: boolean;
  /** Logits stay split over tensor-parallel ranks until the loss (`loss_parallel`). */
  readonly parallel_loss: boolean;
  /**
   * FP8 inputs are scaled and cast before a product: work that grows with the width where the product grows with its square. The width at which casting takes as
   * long as the product: torchao's FP8 rates of 8B and 70B against bf16 ones; TransformerEngine casts inside its norms and activations.
   */
  readonly cast_width: number;
  /** Share of tensor-parallel exchange that runs beside the products it feeds, on cards whose links can (NVLink 4 and later). */
  readonly overlaps_tensor: number;
  /** Under context parallelism every rank attends to as much: heads are exchanged, or first and last blocks paired. */
  readonly balances_context: boolean;
  /** `selective` checkpointing keeps every second matmul rather than everything but attention. */
  readonly selective_per_operation: boolean;
  /** Under pipeline parallelism the local batch is cut into single sequences. */
  readonly pipeline_splits_batch: boolean;
  /** Every rank builds the whole model on its device before it is sharded. */
  readonly loads_whole: boolean;
  /** The sampling engine gives its memory back while the policy trains (vLLM's sleep mode). */
  readonly generator_sleeps: boolean;
  /** The policy's own log-probabilities of what it sampled are computed again before training: one forward pass. */
  readonly old_log_probs: boolean;
  /** The reference model waits in host memory while the policy trains. */
  readonly reference_on_host: boolean;
  /** The global batch counts prompts, and a step is a round of sampling. */
  readonly batch_of_prompts: boolean;
  /** XLA compiles for fixed shapes: a row that is not packed is padded to the limit. */
  readonly pads_to_limit: boolean;
  /** Rows evaluated at once where nobody says: Trainer's `per_device_eval_batch_size`, or as many as are trained on. */
  readonly eval_rows: 8 | "micro";
  /** Mixed precision by `torch.autocast` over fp32 weights: half-precision copies of the weights are kept. */
  readonly autocast: boolean;
}

export type Defaults = { readonly [F in FactName]?: Facts[F] };

/** What a framework does in other versions than the profile describes. */
export interface Otherwise extends Partial<Pick<Profile, "defaults" | "adapters" | "habits" | "full_habits" | "adapter_habits">> {
  readonly version: string;
  readonly source: string;
  /** Cards that no older version runs on: who names one has this version. */
  readonly cards?: RegExp;
}

export interface Profile {
  readonly title: string;
  /** Versions the profile was read from. */
  readonly versions: string;
  readonly source: string;
  /** The package on PyPI that `before` and `since` give versions of, where it has one. */
  readonly package?: string;
  /** Manifest keys the framework fills in itself. */
  readonly defaults: Defaults;
  readonly full?: Defaults;
  readonly adapters?: Defaults;
  /** Over a base in few bits. */
  readonly quantized?: Defaults;
  /** What it fills in where the policy samples what it learns from. */
  readonly rollout?: Defaults;
  /** What it fills in where it learns from examples rather than a corpus. */
  readonly sft?: Defaults;
  /** How it shards what one device does not hold, where that is what people use it for and a manifest does not say. */
  readonly shards?: "zero3";
  /** A global batch without a micro batch is taken at once: each device its share. */
  readonly whole_batch?: true;
  readonly habits?: Partial<Habits>;
  /** What older versions did otherwise: the first row whose version is later than the one that a manifest names. */
  readonly before?: readonly Otherwise[];
  /** What newer versions do otherwise, where most that is written without a version was measured on older ones. */
  readonly since?: readonly Otherwise[];
  /** The framework whose engine runs where tensor, pipeline or expert parallelism is asked for. */
  readonly model_parallel?: string;
  readonly full_habits?: Partial<Habits>;
  readonly adapter_habits?: Partial<Habits>;
  /** Where its pretraining is a program of its own. */
  readonly pretraining_habits?: Partial<Habits>;
  /** What it fills in where a manifest says half precision and all weights are trained. */
  readonly mixed?: Defaults;
  /** Jobs in fp16 are of the years before bf16 and FlashAttention: what the framework was then. */
  readonly fp16?: { readonly defaults: Defaults; readonly habits: Partial<Habits> };
}

/** What PyTorch and transformers do unless a framework says otherwise. */
export const USUAL: Habits = {
  loss: "full_fp32",
  kernels: "eager",
  fsdp: "fsdp1",
  adapter_bytes: 4,
  adapter_dropout: false,
  kbit_fp32: false,
  own_head: false,
  repeats_kv: false,
  own_zero: false,
  broadcasts_update: false,
  pads_vocabulary: false,
  quantized_keeps_input: false,
  loops_experts: true,
  launch: 1,
  keeps_gradients: false,
  fsdp_upcasts: false,
  upcasts_trained: false,
  fused_adam: false,
  projection_rank: 128,
  parallel_loss: false,
  cast_width: 1900,
  overlaps_tensor: 0,
  balances_context: true,
  selective_per_operation: false,
  pipeline_splits_batch: false,
  loads_whole: false,
  generator_sleeps: false,
  old_log_probs: false,
  reference_on_host: false,
  batch_of_prompts: false,
  pads_to_limit: false,
  eval_rows: 8,
  autocast: true,
};
