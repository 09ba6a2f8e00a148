#!/bin/bash
mpirun -np 8 -H node1:4,node2:4 python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
