#!/bin/bash
python -m accelerate.commands.launch --num_processes 4 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
