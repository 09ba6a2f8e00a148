#!/bin/bash
sky launch -c tuning --gpus H100:8 --num-nodes 2 --use-spot 'torchrun --nproc_per_node 8 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50'
