#!/bin/bash
# Named after how it evaluates; DeepSpeed's own config says that it trains.
DEEPSPEED_CONFIG="configs/ds.json"
deepspeed --include localhost:0,1 training/complete_train.py --model_name_or_path Qwen/Qwen2.5-7B --deepspeed_config $DEEPSPEED_CONFIG
