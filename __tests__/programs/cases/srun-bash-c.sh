#!/bin/bash
srun --gpus-per-node=4 --nodes=2 bash -c 'torchrun --nproc_per_node 4 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50'
