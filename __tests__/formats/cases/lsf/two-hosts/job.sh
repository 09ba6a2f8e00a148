#!/bin/bash
#BSUB -J "tune[1-4]%2"
#BSUB -W 12:30
#BSUB -n 16
#BSUB -R "span[ptile=8]"
#BSUB -gpu "num=4:mode=exclusive_process:gmodel=NVIDIAA100_SXM4_80GB"
#BSUB -q gpu
torchrun --nproc_per_node=4 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
