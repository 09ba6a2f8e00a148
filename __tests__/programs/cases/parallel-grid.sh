#!/bin/bash
parallel -j 2 python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50 --seed {1} --learning_rate {2} ::: 1 2 3 ::: 1e-4 1e-5
