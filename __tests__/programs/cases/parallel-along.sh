#!/bin/bash
parallel -j 4 "torchrun --nproc_per_node=2 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size {1} --max_steps {2}" ::: 1 2 :::+ 100 50
