#!/bin/bash
ssh -p 2222 trainer@host "cd /work && torchrun --nproc_per_node=8 train.py --model_name_or_path Qwen/Qwen2.5-0.5B --max_steps 50"
pdsh -w node[1-2] "python prepare_data.py"
