#!/bin/bash
export CUDA_VISIBLE_DEVICES=0,1,2,3
python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
