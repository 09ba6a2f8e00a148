python3 -m verl.trainer.main_generation trainer.nnodes=1 trainer.n_gpus_per_node=8 model.path=deepseek-ai/deepseek-llm-7b-chat rollout.temperature=1.0
