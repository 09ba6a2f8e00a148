import type { KnownFacts, MutableFacts } from "../model/facts.js";
import { derived, type Known } from "../model/known.js";
import { countOrNone, dtype, flag, modules, numberOrNone, optimizer, share, word } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** verl's key of the micro batch of all devices together; later versions count one device (`ppo_micro_batch_size_per_gpu`). */
export const VERL_MICRO_OF_ALL = "actor_rollout_ref.actor.ppo_micro_batch_size";

/** One replica's share: verl divides by the size of data parallelism (verl 0.2, `workers/fsdp_workers.py`, `workers/megatron_workers.py`). */
export function shareOfDevice(all: Known<number> | undefined, facts: KnownFacts): MutableFacts {
  const devices = (facts["resources.accelerators_per_node"]?.value ?? 0) * (facts["resources.nodes"]?.value ?? 1);
  const degrees = [facts["parallelism.tensor"], facts["parallelism.pipeline"], facts["parallelism.context"]];
  const replicas = degrees.reduce((rest, degree) => rest / (degree?.value ?? 1), devices);
  const share = (all?.value ?? 0) / replicas;
  return Number.isInteger(share) && share > 0 && !facts["training.micro_batch_size"]
    ? { "training.micro_batch_size": derived(share, "ppo_micro_batch_size over all replicas", [all]) }
    : {};
}

/** EasyR1 keeps verl's trainer and names the worker's settings itself: https://github.com/hiyouga/EasyR1, `examples/config.yaml`. */
const easyR1: Vocabulary = {
  "worker.actor.model.model_path": means("model.id"),
  "data.rollout_batch_size": means("training.global_batch_size", countOrNone),
  "worker.actor.micro_batch_size_per_device_for_update": means("training.micro_batch_size", countOrNone),
  "trainer.max_steps": means("training.max_steps", countOrNone),
  "worker.actor.model.enable_gradient_checkpointing": means("training.gradient_checkpointing"),
  "worker.actor.model.lora.rank": means("training.lora.rank", countOrNone),
  "worker.actor.model.lora.alpha": means("training.lora.alpha"),
  "worker.actor.model.lora.target_modules": means("training.lora.target_modules", modules),
  "worker.actor.optim.strategy": means("training.optimizer", word({ adamw: "adamw", adamw_bf16: "adamw" })),
  "worker.actor.ulysses_size": means("parallelism.context", countOrNone),
  "worker.actor.fsdp.torch_dtype": means("training.weights_dtype", dtype),
  "worker.actor.fsdp.enable_full_shard": means("parallelism.strategy", flag("fsdp")),
  "worker.actor.offload.offload_params": means("parallelism.offload", flag("parameters")),
  "worker.actor.offload.offload_optimizer": means("parallelism.offload", flag("optimizer")),
  "worker.rollout.n": means("training.num_generations", countOrNone),
  "worker.rollout.gpu_memory_utilization": means("training.vllm_gpu_memory_utilization", share),
  "worker.rollout.tensor_parallel_size": means("training.vllm_tensor_parallel_size", countOrNone),
  "algorithm.disable_kl": means("training.beta", word({ true: 0 })),
  "algorithm.kl_coef": means("training.beta", numberOrNone),
};

/** Hydra paths of verl: the same in its YAML and on the command line. */
export const verl: Vocabulary = {
  "actor_rollout_ref.model.path": means("model.id"),
  "model.partial_pretrain": means("model.id"),
  "model.path": means("model.id"),
  "trainer.n_gpus_per_node": means("resources.accelerators_per_node", countOrNone),
  "trainer.nnodes": means("resources.nodes", countOrNone),
  "trainer.total_epochs": means("training.epochs"),
  "trainer.total_training_steps": means("training.max_steps", countOrNone),
  "data.train_batch_size": means("training.global_batch_size", countOrNone),
  "actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu": means("training.micro_batch_size", countOrNone),
  "data.micro_batch_size_per_gpu": means("training.micro_batch_size", countOrNone),
  "algorithm.adv_estimator": means("training.objective", word({ gae: "ppo", grpo: "grpo", rloo: "grpo", reinforce_plus_plus: "grpo" })),
  "data.max_length": means("training.sequence_length", countOrNone),
  "actor_rollout_ref.model.enable_gradient_checkpointing": means("training.gradient_checkpointing"),
  "model.enable_gradient_checkpointing": means("training.gradient_checkpointing"),
  "actor_rollout_ref.model.lora_rank": means("training.lora.rank", countOrNone),
  "model.lora_rank": means("training.lora.rank", countOrNone),
  "actor_rollout_ref.model.lora_alpha": means("training.lora.alpha"),
  "actor_rollout_ref.actor.strategy": means("parallelism.strategy", word({ fsdp: "fsdp", fsdp2: "fsdp" })),
  "actor_rollout_ref.actor.fsdp_config.strategy": means("parallelism.strategy", word({ fsdp: "fsdp", fsdp2: "fsdp" })),
  "actor_rollout_ref.actor.fsdp_config.model_dtype": means("training.precision", dtype),
  "actor_rollout_ref.actor.optim.optimizer": means("training.optimizer", optimizer),
  "actor_rollout_ref.actor.ulysses_sequence_parallel_size": means("parallelism.context", countOrNone),
  ulysses_sequence_parallel_size: means("parallelism.context", countOrNone),
  "actor_rollout_ref.actor.megatron.tensor_model_parallel_size": means("parallelism.tensor", countOrNone),
  "actor_rollout_ref.actor.megatron.pipeline_model_parallel_size": means("parallelism.pipeline", countOrNone),
  "actor_rollout_ref.actor.megatron.context_parallel_size": means("parallelism.context", countOrNone),
  "actor_rollout_ref.actor.megatron.expert_model_parallel_size": means("parallelism.expert", countOrNone),
  "actor_rollout_ref.actor.fsdp_config.param_offload": means("parallelism.offload", flag("parameters")),
  "actor_rollout_ref.actor.fsdp_config.optimizer_offload": means("parallelism.offload", flag("optimizer")),
  "actor_rollout_ref.actor.megatron.param_offload": means("parallelism.offload", flag("parameters")),
  "actor_rollout_ref.actor.megatron.optimizer_offload": means("parallelism.offload", flag("optimizer")),
  "engine.strategy": means("parallelism.strategy", word({ fsdp: "fsdp", fsdp2: "fsdp" })),
  "model.strategy": means("parallelism.strategy", word({ fsdp: "fsdp", fsdp2: "fsdp" })),
  "model.lora_alpha": means("training.lora.alpha"),
  "model.target_modules": means("training.lora.target_modules", modules),
  "actor_rollout_ref.model.target_modules": means("training.lora.target_modules", modules),
  "rollout.total_epochs": means("training.epochs"),
  "actor_rollout_ref.rollout.n": means("training.num_generations", countOrNone),
  "data.max_prompt_length": means("training.max_prompt_length", countOrNone),
  "data.max_response_length": means("training.max_completion_length", countOrNone),
  "actor_rollout_ref.rollout.name": means("training.generator", word({ hf: "transformers", vllm: "vllm", sglang: "vllm" })),
  "actor_rollout_ref.rollout.gpu_memory_utilization": means("training.vllm_gpu_memory_utilization", share),
  "actor_rollout_ref.rollout.tensor_model_parallel_size": means("training.vllm_tensor_parallel_size", countOrNone),
  "actor_rollout_ref.actor.use_kl_loss": means("training.beta", word({ false: 0 })),
  "actor_rollout_ref.actor.kl_loss_coef": means("training.beta", numberOrNone),
  ...easyR1,
};
