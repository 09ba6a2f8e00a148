#!/bin/bash
srun --nodes=2 --ntasks=8 --gpus-per-task=1 python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
