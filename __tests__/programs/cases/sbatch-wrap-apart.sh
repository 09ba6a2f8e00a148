#!/bin/bash
sbatch -N2 --gpus-per-node=h100:4 --array=0-3 --mem=256G --wrap 'python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50'
