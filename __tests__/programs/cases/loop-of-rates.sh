#!/bin/bash
for rate in 1e-4 3e-4; do python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50 --learning_rate $rate; done
