torchrun --nproc_per_node=2 llm/train.py --config=run.yaml
