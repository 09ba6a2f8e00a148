#!/bin/bash
fabric run --devices 4 --num-nodes 2 --precision bf16-mixed train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
