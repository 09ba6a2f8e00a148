#!/bin/bash
python submit.py --cluster here --num_nodes 2 --gpus 8 -- torchrun --nproc_per_node=8 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
