#!/bin/bash
tmux new-session -d -s tuning 'torchrun --nproc_per_node=2 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50'
