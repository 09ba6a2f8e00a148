#!/bin/bash
for rank in 0 1; do
  ssh node$rank torchrun --nnodes=2 --node_rank=$rank --nproc_per_node=8 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --max_steps 50
done
for rank in 0 1; do
  srun -N1 torchrun --nnodes=2 --node_rank $rank --nproc_per_node=8 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --max_steps 50
done
