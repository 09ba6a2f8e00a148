#!/bin/bash
# The allocation decides the nodes, so sixteen devices are no count of one.
srun --gpus=16 python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
