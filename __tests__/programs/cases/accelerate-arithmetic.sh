#!/bin/bash
accelerate launch --num_processes $((2*4)) --num_machines 2 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
