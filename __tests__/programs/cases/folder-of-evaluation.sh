#!/bin/bash
deepspeed --num_gpus 2 moellava/eval/model_vqa_loader.py --model-path ./checkpoints/moe --question-file questions.jsonl
python scripts/tokenizers/train.py --vocab_size 32000
deepspeed --num_gpus 2 moellava/train/main.py --model_name_or_path Qwen/Qwen2.5-0.5B
