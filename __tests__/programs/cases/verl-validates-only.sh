# verl's trainer that only validates trains nothing.
python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=Qwen/Qwen2.5-3B data.train_batch_size=512 +trainer.val_only=true
