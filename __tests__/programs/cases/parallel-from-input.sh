#!/bin/bash
cat rates.txt | parallel python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --max_steps 50 --learning_rate {}
