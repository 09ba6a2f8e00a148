import { countOrNone, dtype, numberOrNone, optimizer, share } from "./scalars.js";
import { means, type Vocabulary } from "./vocabulary.js";

/** NeMo-RL: the same in its YAML and on the command line. */
export const nemoRl: Vocabulary = {
  "policy.model_name": means("model.id"),
  "policy.max_total_sequence_length": means("training.sequence_length"),
  "policy.train_global_batch_size": means("training.global_batch_size"),
  "policy.train_micro_batch_size": means("training.micro_batch_size"),
  "policy.precision": means("training.precision", dtype),
  "policy.optimizer.name": means("training.optimizer", optimizer),
  "policy.sequence_packing.enabled": means("training.packing"),
  "cluster.gpus_per_node": means("resources.accelerators_per_node", countOrNone),
  "cluster.num_nodes": means("resources.nodes", countOrNone),
  "grpo.num_prompts_per_step": means("training.prompts_per_step", countOrNone),
  "grpo.num_generations_per_prompt": means("training.num_generations", countOrNone),
  "policy.generation.max_new_tokens": means("training.max_completion_length", countOrNone),
  "policy.generation.vllm_cfg.gpu_memory_utilization": means("training.vllm_gpu_memory_utilization", share),
  "policy.generation.vllm_cfg.tensor_parallel_size": means("training.vllm_tensor_parallel_size", countOrNone),
  "loss_fn.reference_policy_kl_penalty": means("training.beta", numberOrNone),
  "grpo.max_num_steps": means("training.max_steps", countOrNone),
  "sft.max_num_steps": means("training.max_steps", countOrNone),
  "dpo.max_num_steps": means("training.max_steps", countOrNone),
};
