#!/bin/bash
python convert_checkpoint.py --model_name_or_path Qwen/Qwen2.5-0.5B
python prepare_data.py --max_length 2048
