# Before 0.3 verl counted the micro batch over all devices; the estimator of advantages beats the module's name.
python3 -m verl.trainer.main_ppo \
  algorithm.adv_estimator=grpo \
  actor_rollout_ref.model.path=Qwen/Qwen2.5-3B \
  actor_rollout_ref.actor.ppo_micro_batch_size=64 \
  trainer.n_gpus_per_node=8 trainer.nnodes=2
