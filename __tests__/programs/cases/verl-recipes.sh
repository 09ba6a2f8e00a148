ray job submit --address=$RAY -- python3 -m recipe.dapo.main_dapo data.max_prompt_length=2048 data.max_response_length=20480 \
  actor_rollout_ref.model.path=Qwen/Qwen2.5-32B trainer.n_gpus_per_node=8 trainer.nnodes=16
python -m recipe.fully_async_policy.fully_async_main actor_rollout_ref.model.path=Qwen/Qwen2.5-7B trainer.n_gpus_per_node=8
python3 -m recipe.r1.main_eval data.path=out.parquet
python3 -m recipe.r1.data_process --tasks math
