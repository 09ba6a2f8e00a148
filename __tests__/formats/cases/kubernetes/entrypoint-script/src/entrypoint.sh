#!/bin/bash
exec deepspeed --num_gpus=4 src/train_sft.py --model_name_or_path Qwen/Qwen2.5-7B --num_train_epochs 2
