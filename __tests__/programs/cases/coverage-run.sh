uv run coverage run -a --data-file=.coverage examples/run_sft.py policy.model_name=Qwen/Qwen3-0.6B cluster.gpus_per_node=2 sft.max_num_steps=3
