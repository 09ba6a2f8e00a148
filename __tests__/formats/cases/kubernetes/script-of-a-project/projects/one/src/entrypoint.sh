#!/bin/bash
exec deepspeed --num_gpus=1 /workspace/src/train_sft.py --model_name_or_path Qwen/Qwen2.5-0.5B --num_train_epochs 1
